package dev.slipway.coordinator.preview;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.coordinator.preview.ByteRange.Wish;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What requests say, read without a server. */
class PathsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/../secret",
        "/a/../../secret",
        "/%2e%2e/secret",
        "/%2E%2e/secret",
        "/.%2e/secret",
        "/./a",
        "/a/.",
        "/..",
        "/a%2fb",
        "/a%2Fb",
        "/..%2fsecret",
        "/a\\b",
        "/..%5csecret",
        "/a%00.html",
        "/a%0d%0ab",
        "/a%7f",
        "//etc/passwd",
        "/a//b",
        "/%",
        "/%4",
        "/%zz",
        "/%c0%ae%c0%ae/secret",
        "/%ff",
        "a",
        "",
        "*"
      })
  void hostilePathsAreNoPaths(String raw) {
    assertThat(SitePath.parse(raw)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "/, ''",
    "/index.html, index.html",
    "/docs/, docs/",
    "/a%20b.txt, a b.txt",
    "/caf%C3%A9, café",
    "/..a/b.., ..a/b..",
    "/%252e%252e/x, %2e%2e/x",
    "/a+b, a+b",
    "/[id].js, [id].js"
  })
  void decodesOnce(String raw, String path) {
    assertThat(SitePath.parse(raw)).hasValue(new SitePath(path));
  }

  @ParameterizedTest
  @CsvSource({
    "bytes=0-3, 0, 3",
    "bytes=8-, 8, 9",
    "bytes=-4, 6, 9",
    "bytes=-40, 0, 9",
    "bytes=0-99, 0, 9",
    "bytes=9-9, 9, 9"
  })
  void readsRanges(String header, long first, long last) {
    assertThat(ByteRange.parse(header, 10)).isEqualTo(new Wish.Part(new ByteRange(first, last)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"bytes=10-", "bytes=10-20", "bytes=-0"})
  void refusesRangesThatTheFileDoesNotHave(String header) {
    assertThat(ByteRange.parse(header, 10)).isEqualTo(new Wish.Unsatisfiable());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "bytes=", "bytes=-", "bytes=5-2", "lines=1-2", "bytes=0-1,4-5", "bytes=a-b"})
  void answersRangesItMayIgnoreWithTheWholeFile(String header) {
    assertThat(ByteRange.parse(header, 10)).isEqualTo(new Wish.All());
  }

  @Test
  void readsHostLabels() {
    UUID build = UUID.fromString("01890a5d-ac96-774b-bcce-b302099a8057");
    String chat = HostLabel.ofChat("default", "c".repeat(128));

    assertThat(HostLabel.parse(build + ".localhost:7081")).hasValue(new HostLabel.OfBuild(build));
    assertThat(HostLabel.parse(build + ".LOCALHOST")).hasValue(new HostLabel.OfBuild(build));
    assertThat(HostLabel.parse(chat + ".localhost:1")).hasValue(new HostLabel.OfChat(chat));
    assertThat(chat.length()).isLessThanOrEqualTo(63);
    assertThat(HostLabel.ofChat("a", "b")).isNotEqualTo(HostLabel.ofChat("b", "b"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost",
        "127.0.0.1:7081",
        "[::1]:7081",
        "x.localhost",
        "01890a5d-ac96-774b-bcce-b302099a8057.evil.example",
        "a.01890a5d-ac96-774b-bcce-b302099a8057.localhost",
        "c-123.localhost",
        ""
      })
  void otherHostsNameNoSite(String host) {
    assertThat(HostLabel.parse(host)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "index.html, text/html; charset=utf-8",
    "assets/app-1a2b.js, text/javascript; charset=utf-8",
    "a.MJS, text/javascript; charset=utf-8",
    "style.css, text/css; charset=utf-8",
    "data.json, application/json; charset=utf-8",
    "app.webmanifest, application/manifest+json; charset=utf-8",
    "logo.svg, image/svg+xml; charset=utf-8",
    "m.wasm, application/wasm",
    "p.avif, image/avif",
    "f.woff2, font/woff2",
    "feed.xml, application/xml; charset=utf-8",
    "table.csv, text/csv; charset=utf-8",
    "CNAME, application/octet-stream",
    "x.unknown-thing, application/octet-stream"
  })
  void knowsWhatFilesAre(String file, String type) {
    assertThat(MediaTypes.of(file)).isEqualTo(type);
  }
}
