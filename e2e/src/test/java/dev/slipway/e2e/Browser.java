package dev.slipway.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.gson.JsonParser;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A headless Chromium with an empty profile. It resolves {@code *.localhost} by itself, which is
 * the point: a preview has to open in a browser just as it is printed.
 */
public final class Browser implements AutoCloseable {

  private final Path profile = Folders.temporary();
  private final Process process;
  private final int port;

  private Browser(Path program) {
    process =
        Command.of(
                program.toString(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--window-size=1200,900",
                "--user-data-dir=" + profile,
                "--remote-debugging-port=0",
                "about:blank")
            .start(
                Redirect.DISCARD, Redirect.to(Checkout.target("browser").resolve("log").toFile()));
    // Two lines, the port first; the file appears before its content does.
    var portFile = profile.resolve("DevToolsActivePort");
    await("Chromium listens or has ended")
        .atMost(Slipway.PATIENCE)
        .pollInterval(Duration.ofMillis(50))
        .until(() -> Folders.read(portFile).lines().count() == 2 || !process.isAlive());
    assertThat(portFile).as("see e2e/target/browser/log").exists();
    port = Integer.parseInt(Folders.read(portFile).lines().findFirst().orElseThrow());
  }

  /** Starts Debian's Chromium, or what else of its family is on PATH. */
  public static Browser start() {
    return new Browser(Needs.oneOf("chromium", "chromium-browser", "google-chrome"));
  }

  /** Opens a page in a new tab and stays until it has loaded and its network is quiet. */
  public Visit visit(String uri) {
    var tab = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/json/new"));
    try (var client = HttpClient.newHttpClient()) {
      var answer =
          client.send(
              tab.PUT(HttpRequest.BodyPublishers.noBody()).build(),
              HttpResponse.BodyHandlers.ofString());
      var socket =
          JsonParser.parseString(answer.body())
              .getAsJsonObject()
              .get("webSocketDebuggerUrl")
              .getAsString();
      return DevTools.visit(client, URI.create(socket), uri);
    } catch (IOException e) {
      throw new AssertionError("Chromium does not answer on port " + port, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    var children = process.descendants().toList();
    process.destroy();
    process.onExit().join();
    children.forEach(ProcessHandle::destroyForcibly);
    children.forEach(child -> child.onExit().join());
    Folders.remove(profile);
  }
}
