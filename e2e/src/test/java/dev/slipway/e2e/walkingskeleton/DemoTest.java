package dev.slipway.e2e.walkingskeleton;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.e2e.Browser;
import dev.slipway.e2e.Checkout;
import dev.slipway.e2e.Folders;
import dev.slipway.e2e.Sandbox;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** The main job: {@code bin/slipway demo} takes a real site from submit to preview. */
@Order(3)
class DemoTest {

  @Test
  void demoOncePrintsThePreviewAndEndsWithTheBuild() {
    try (var sandbox = new Sandbox()) {
      var outcome = sandbox.slipway("demo", "--once").run();

      assertThat(outcome.exitCode()).as("%s", outcome).isZero();
      assertThat(URI.create(outcome.lastLine()).getHost()).endsWith(".localhost");
      assertThat(sandbox.processes()).isEmpty();
    }
  }

  @Test
  void demoServesTheSiteUntilItIsInterrupted() throws IOException {
    try (var sandbox = new Sandbox();
        var browser = Browser.start()) {
      var out = sandbox.folder("demo").resolve("out");
      var err = sandbox.folder("demo").resolve("err");
      var demo =
          sandbox.slipway("demo").start(Redirect.to(out.toFile()), Redirect.to(err.toFile()));
      try {
        await("demo prints the preview or ends")
            .atMost(Duration.ofMinutes(3))
            .until(() -> Folders.read(out).contains(".localhost:") || !demo.isAlive());
        assertThat(demo.isAlive()).as("still serving; it said:%n%s", Folders.read(err)).isTrue();

        var uri = Folders.read(out).lines().reduce((before, line) -> line).orElseThrow().strip();
        var visit = browser.visit(uri);

        Files.write(screenshot(), visit.screenshot());
        assertThat(visit.errors()).isEmpty();
        assertThat(visit.text()).contains("Slipway has just built");
        assertThat(visit.responses().values()).allMatch(status -> status == 200);
        assertThat(visit.responses().keySet())
            .contains(uri)
            .anyMatch(asset -> asset.endsWith(".js"))
            .anyMatch(asset -> asset.endsWith(".css"))
            .anyMatch(asset -> asset.contains("/assets/ship-"));
      } finally {
        // Ctrl-C reaches every process of the terminal's foreground group; TERM to the first must
        // do.
        demo.destroy();
        demo.onExit().join();
      }
    }
  }

  /** Kept in target, so that the picture in the README can be made anew. */
  private static Path screenshot() {
    return Checkout.target("screenshots").resolve("demo.png");
  }
}
