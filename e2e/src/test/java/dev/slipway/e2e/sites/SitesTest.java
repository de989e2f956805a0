package dev.slipway.e2e.sites;

import static dev.slipway.e2e.Requests.website;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.e2e.Checkout;
import dev.slipway.e2e.Slipway;
import dev.slipway.e2e.TarGz;
import dev.slipway.e2e.Web;
import dev.slipway.v1.Build;
import dev.slipway.v1.BuildEvent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every sample builds from its lockfile and is served. All are queued first and build two at a
 * time.
 */
@Order(2)
class SitesTest {

  private static final List<String> SAMPLES =
      List.of("vite-react-ts", "vue-pnpm", "svelte-yarn", "yarn-berry", "next-export", "html");

  private static final Pattern ASSET =
      Pattern.compile("(?:src|href)=\"(/[^\"/][^\"]*\\.(css|js))\"");

  private static final Map<String, String> MEDIA_TYPES =
      Map.of("css", "text/css", "js", "text/javascript");

  @AutoClose private static Slipway slipway;

  private static final Map<String, Build> BUILDS = new LinkedHashMap<>();

  @BeforeAll
  static void submitAll() {
    slipway = Slipway.up("--max-builds", "2");
    for (var sample : SAMPLES) {
      var archive = slipway.uploads().tarGz(TarGz.of(Checkout.file("samples/" + sample)));
      BUILDS.put(sample, slipway.submits().submit(website(archive).setProject(sample)));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"vite-react-ts", "vue-pnpm", "svelte-yarn", "yarn-berry", "next-export", "html"})
  void aSampleBuildsAndIsServed(String sample) {
    var build = slipway.submits().succeeded(BUILDS.get(sample));

    assertThat(build.getProgress()).isEqualTo(100);
    var site = build.getPreviewUri();
    var page = Web.get(site, "/");
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(Web.header(page, "Content-Type")).startsWith("text/html");
    var asset = ASSET.matcher(Web.text(page));
    assertThat(asset.find()).as("a script or a style sheet in:%n%s", Web.text(page)).isTrue();
    var served = Web.get(site, asset.group(1));
    assertThat(served.statusCode()).isEqualTo(200);
    assertThat(Web.header(served, "Content-Type")).startsWith(MEDIA_TYPES.get(asset.group(2)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"vite-react-ts", "vue-pnpm", "svelte-yarn", "yarn-berry", "next-export"})
  void aRealLockfileGivesNoWarning(String sample) {
    slipway.submits().succeeded(BUILDS.get(sample));

    var warnings =
        slipway.submits().events(BUILDS.get(sample)).stream()
            .filter(BuildEvent::hasWarning)
            .map(event -> event.getWarning().getCode())
            .toList();

    assertThat(warnings).isEmpty();
  }

  @Test
  void theStepsOfAWebsiteComeInOrder() {
    slipway.submits().succeeded(BUILDS.get("vite-react-ts"));

    var events = slipway.submits().events(BUILDS.get("vite-react-ts"));

    assertThat(
            events.stream()
                .filter(BuildEvent::hasStepStarted)
                .map(event -> event.getStepStarted().getStep() + " " + event.getProgress()))
        .containsExactly("extract 0", "install 10", "type-check 30", "build 60", "publish 80");
  }

  @Test
  void aPageOfAnExportedRouteIsFoundWithoutItsSuffix() {
    var build = slipway.submits().succeeded(BUILDS.get("next-export"));

    var page = Web.get(build.getPreviewUri(), "/log", "Accept", "text/html");

    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(Web.text(page)).contains("Log book");
  }
}
