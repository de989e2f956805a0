package dev.slipway.e2e.sites;

import static dev.slipway.e2e.Requests.website;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.e2e.Checkout;
import dev.slipway.e2e.Slipway;
import dev.slipway.e2e.TarGz;
import dev.slipway.e2e.Web;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How a preview answers, tried on the plain HTML sample. */
class ServingTest {

  @AutoClose private static Slipway slipway;

  private static String site;

  @BeforeAll
  static void publish() {
    slipway = Slipway.up();
    var archive = slipway.uploads().tarGz(TarGz.of(Checkout.file("samples/html")));
    site = slipway.submits().succeeded(slipway.submits().submit(website(archive))).getPreviewUri();
  }

  @Test
  void anUnchangedFileIsNotSentAgain() {
    var first = Web.get(site, "/style.css");

    var second = Web.get(site, "/style.css", "If-None-Match", Web.header(first, "ETag"));

    assertThat(Web.header(first, "ETag")).isNotEmpty();
    assertThat(second.statusCode()).isEqualTo(304);
    assertThat(second.body()).isEmpty();
  }

  @Test
  void aRangeGivesThoseBytes() {
    var whole = Web.get(site, "/wave.svg");

    var part = Web.get(site, "/wave.svg", "Range", "bytes=5-14");

    assertThat(part.statusCode()).isEqualTo(206);
    assertThat(Web.text(part)).isEqualTo(Web.text(whole).substring(5, 15));
    assertThat(Web.header(part, "Content-Range")).isEqualTo("bytes 5-14/" + whole.body().length);
  }

  @Test
  void aRangeBehindTheEndIsRefused() {
    var response = Web.get(site, "/wave.svg", "Range", "bytes=999999-");

    assertThat(response.statusCode()).isEqualTo(416);
  }

  @Test
  void headHasTheHeadersOfGetAndNoBody() {
    var response = Web.send("HEAD", site, "/wave.svg");

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(Web.header(response, "Content-Type")).startsWith("image/svg+xml");
    assertThat(response.body()).isEmpty();
  }

  @Test
  void nothingCanBeWritten() {
    assertThat(Web.send("POST", site, "/").statusCode()).isEqualTo(405);
    assertThat(Web.send("DELETE", site, "/style.css").statusCode()).isEqualTo(405);
  }

  @Test
  void aNavigationToAnUnknownPathGetsTheApp() {
    var response =
        Web.get(site, "/harbours/7", "Accept", "text/html,*/*;q=0.8", "Sec-Fetch-Mode", "navigate");

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(Web.text(response)).contains("Plain HTML");
  }

  @Test
  void aMissingAssetIsNotFound() {
    var script = Web.get(site, "/gone.js", "Accept", "*/*", "Sec-Fetch-Mode", "no-cors");
    var data = Web.get(site, "/api/tides", "Accept", "application/json", "Sec-Fetch-Mode", "cors");

    assertThat(script.statusCode()).isEqualTo(404);
    assertThat(data.statusCode()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/../../../../../../../../etc/passwd",
        "/%2e%2e/%2e%2e/%2e%2e/%2e%2e/%2e%2e/%2e%2e/%2e%2e/etc/passwd",
        "/..%2f..%2f..%2f..%2f..%2f..%2f..%2fetc%2fpasswd",
        "/%00/etc/passwd",
        "//etc/passwd"
      })
  void noPathLeavesTheSite(String path) {
    var response = Web.get(site, path);

    assertThat(response.statusCode()).isBetween(400, 404);
    assertThat(Web.text(response)).doesNotContain("root:");
  }

  @Test
  void aSiteCannotBeFramedOrSniffed() {
    var response = Web.get(site, "/");

    assertThat(Web.header(response, "Content-Security-Policy")).contains("frame-ancestors");
    assertThat(Web.header(response, "X-Content-Type-Options")).isEqualTo("nosniff");
  }

  @Test
  void anUnknownHostServesNothing() {
    var stranger = site.replaceFirst("//[^.]+\\.", "//nobody.");

    assertThat(Web.get(stranger, "/").statusCode()).isEqualTo(404);
  }
}
