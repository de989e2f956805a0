package dev.slipway.coordinator.preview;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.coordinator.embedded.CoordinatorTest;
import dev.slipway.coordinator.embedded.TestRows;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@CoordinatorTest
class PreviewServerTest {
  private static final Map<String, String> SITE =
      Map.of(
          "index.html", "<h1>home</h1>",
          "about.html", "<h1>about</h1>",
          "docs/index.html", "<h1>docs</h1>",
          "assets/app-1a2b.js", "console.log(1)",
          "assets/empty.txt", "",
          "assets/digits.txt", "0123456789",
          "empty-folder/", "");

  private final PreviewServer server;
  private final TestSites sites;
  private final TestRows rows;
  private String tenant;
  private UUID build;

  PreviewServerTest(PreviewServer server, TestSites sites, TestRows rows) {
    this.server = server;
    this.sites = sites;
    this.rows = rows;
  }

  @BeforeEach
  void publish() {
    tenant = rows.tenant();
    build = rows.succeeded(tenant, null, null);
    sites.publish(build, SITE);
  }

  @Test
  void servesAPageWithItsHeaders() throws IOException {
    var page = get("/");

    assertThat(page.status()).isEqualTo(200);
    assertThat(page.body()).isEqualTo("<h1>home</h1>");
    assertThat(page.header("Content-Type")).isEqualTo("text/html; charset=utf-8");
    assertThat(page.header("Content-Length")).isEqualTo("13");
    assertThat(page.header("Cache-Control")).isEqualTo("no-cache");
    assertThat(page.header("X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(page.header("Content-Security-Policy")).isEqualTo("frame-ancestors 'self'");
    assertThat(page.header("Referrer-Policy")).isEqualTo("same-origin");
  }

  @Test
  void servesAnAssetForGoodOnTheBuildsOwnOrigin() throws IOException {
    var script = get("/assets/app-1a2b.js");

    assertThat(script.status()).isEqualTo(200);
    assertThat(script.header("Content-Type")).isEqualTo("text/javascript; charset=utf-8");
    assertThat(script.header("Cache-Control")).isEqualTo("public, max-age=31536000, immutable");
  }

  @Test
  void servesAnEmptyFile() throws IOException {
    var empty = get("/assets/empty.txt");

    assertThat(empty.status()).isEqualTo(200);
    assertThat(empty.body()).isEmpty();
  }

  @Test
  void findsPagesByCleanAddresses() throws IOException {
    assertThat(get("/about").body()).isEqualTo("<h1>about</h1>");
    assertThat(get("/docs/").body()).isEqualTo("<h1>docs</h1>");

    var folder = get("/docs?a=b");

    assertThat(folder.status()).isEqualTo(301);
    assertThat(folder.header("Location")).isEqualTo("/docs/?a=b");
  }

  @Test
  void listsNoFolder() throws IOException {
    assertThat(get("/assets/").status()).isEqualTo(404);
    assertThat(get("/assets").status()).isEqualTo(404);
    assertThat(get("/empty-folder").status()).isEqualTo(404);
    assertThat(get("/empty-folder/").status()).isEqualTo(404);
  }

  @Test
  void answersNavigationsToUnknownAddressesWithTheApp() throws IOException {
    var byFetchMode = get("/users/7", "Sec-Fetch-Mode: navigate");
    var byAccept = get("/users/7", "Accept: text/html,*/*");

    assertThat(byFetchMode.status()).isEqualTo(200);
    assertThat(byFetchMode.body()).isEqualTo("<h1>home</h1>");
    assertThat(byAccept.body()).isEqualTo("<h1>home</h1>");
  }

  @Test
  void answersAMissingPartOfAPageWithNotFound() throws IOException {
    assertThat(get("/gone.js", "Sec-Fetch-Mode: no-cors", "Accept: text/html").status())
        .isEqualTo(404);
    assertThat(get("/gone.js", "Accept: text/html,*/*").status()).isEqualTo(404);
    assertThat(get("/api/users", "Accept: application/json").status()).isEqualTo(404);
    assertThat(get("/users/7").status()).isEqualTo(404);
  }

  @Test
  void prefersTheSitesOwnNotFoundPage() throws IOException {
    UUID other = rows.succeeded(tenant, null, null);
    var files = new HashMap<>(SITE);
    files.put("404.html", "<h1>not here</h1>");
    sites.publish(other, files);

    var missing = send("GET", "/users/7", other + ".localhost", "Sec-Fetch-Mode: navigate");

    assertThat(missing.status()).isEqualTo(404);
    assertThat(missing.body()).isEqualTo("<h1>not here</h1>");
  }

  @Test
  void revalidatesByEtag() throws IOException {
    String etag = get("/about").header("ETag");

    assertThat(etag).matches("\"[0-9a-f]{16}-[0-9a-f]{8}\"");
    assertThat(get("/about", "If-None-Match: " + etag).status()).isEqualTo(304);
    assertThat(get("/about", "If-None-Match: \"x\", W/" + etag).status()).isEqualTo(304);
    assertThat(get("/about", "If-None-Match: *").status()).isEqualTo(304);
    assertThat(get("/about", "If-None-Match: \"x\"").status()).isEqualTo(200);
    assertThat(get("/about", "If-None-Match: " + etag).body()).isEmpty();
  }

  @Test
  void servesPartsOfAFile() throws IOException {
    var part = get("/assets/digits.txt", "Range: bytes=2-4");

    assertThat(part.status()).isEqualTo(206);
    assertThat(part.body()).isEqualTo("234");
    assertThat(part.header("Content-Range")).isEqualTo("bytes 2-4/10");
    assertThat(get("/assets/digits.txt", "Range: bytes=-3").body()).isEqualTo("789");

    var beyond = get("/assets/digits.txt", "Range: bytes=10-");

    assertThat(beyond.status()).isEqualTo(416);
    assertThat(beyond.header("Content-Range")).isEqualTo("bytes */10");
  }

  @Test
  void servesAPartOnlyOfTheFileThatTheClientKnows() throws IOException {
    String etag = get("/assets/digits.txt").header("ETag");

    assertThat(get("/assets/digits.txt", "Range: bytes=0-0", "If-Range: " + etag).status())
        .isEqualTo(206);
    assertThat(get("/assets/digits.txt", "Range: bytes=0-0", "If-Range: \"x\"").body())
        .isEqualTo("0123456789");
  }

  @Test
  void answersHeadAsGetWithoutABody() throws IOException {
    var head = send("HEAD", "/about", build + ".localhost");

    assertThat(head.status()).isEqualTo(200);
    assertThat(head.header("Content-Length")).isEqualTo("14");
    assertThat(head.header("ETag")).isNotEmpty();
    assertThat(head.body()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "DELETE", "OPTIONS", "TRACE"})
  void refusesToChangeASite(String method) throws IOException {
    var refused = send(method, "/", build + ".localhost");

    assertThat(refused.status()).isEqualTo(405);
    assertThat(refused.header("Allow")).isEqualTo("GET, HEAD");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/../../../../etc/passwd",
        "/%2e%2e/%2e%2e/etc/passwd",
        "/..%2f..%2fetc/passwd",
        "/..%5c..%5cetc/passwd",
        "/a%00.html",
        "//etc/passwd",
        "/assets//app-1a2b.js",
        "http://evil.example/",
        "/%ff",
        "/index.html%0d%0aSet-Cookie:x=1"
      })
  void refusesHostilePaths(String target) throws IOException {
    var refused = get(target, "Sec-Fetch-Mode: navigate");

    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.body()).doesNotContain("root:");
  }

  @Test
  void saysWhatThisPortIs() throws IOException {
    var page = send("GET", "/", "127.0.0.1:" + server.port());

    assertThat(page.status()).isEqualTo(404);
    assertThat(page.body()).contains("serves the sites that Slipway built");
  }

  @Test
  void anUnknownBuildOrChatIsNotFound() throws IOException {
    assertThat(send("GET", "/", UUID.randomUUID() + ".localhost").status()).isEqualTo(404);
    assertThat(send("GET", "/", HostLabel.ofChat(tenant, "none") + ".localhost").status())
        .isEqualTo(404);
  }

  @Test
  void aChatsAddressMovesWithItsSuccesses() throws IOException {
    rows.chat(tenant, "c1");
    UUID first = rows.succeeded(tenant, "c1", 1L);
    UUID second = rows.succeeded(tenant, "c1", 2L);
    sites.publish(first, Map.of("index.html", "one", "a.js", "1"));
    sites.publish(second, Map.of("index.html", "two"));
    String chat = HostLabel.ofChat(tenant, "c1") + ".localhost";

    sites.flip(tenant, "c1", first);
    var before = send("GET", "/", chat);
    assertThat(send("GET", "/a.js", chat).header("Cache-Control")).isEqualTo("no-cache");
    sites.flip(tenant, "c1", second);
    var after = send("GET", "/", chat, "If-None-Match: " + before.header("ETag"));

    assertThat(before.body()).isEqualTo("one");
    assertThat(after.status()).isEqualTo(200);
    assertThat(after.body()).isEqualTo("two");
  }

  private RawHttp.Answer get(String target, String... headers) throws IOException {
    return send("GET", target, build + ".localhost:" + server.port(), headers);
  }

  private RawHttp.Answer send(String method, String target, String host, String... headers)
      throws IOException {
    return RawHttp.send(server.port(), method, target, host, headers);
  }
}
