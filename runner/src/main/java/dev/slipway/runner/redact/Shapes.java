package dev.slipway.runner.redact;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.Supplier;

/** The kinds of secrets that are known by how they look, and how each begins. */
final class Shapes {
  private static final BitSet LETTERS = characters("");
  private static final BitSet BASE64URL = characters("_-");

  /**
   * A kind.
   *
   * @param begins how it may begin
   * @param ends how it may end; empty when it knows that by itself
   * @param shape follows one stream
   */
  record Kind(List<String> begins, List<String> ends, Supplier<Shape> shape) {}

  /** All of them. Where each form comes from stands in {@code docs/operate/logs.md}. */
  static final List<Kind> ALL =
      List.of(
          token(36, LETTERS, "ghp_", "gho_", "ghu_", "ghs_", "ghr_"),
          token(22, characters("_"), "github_pat_"),
          token(36, LETTERS, "npm_"),
          token(16, upper(), "AKIA", "ASIA"),
          token(10, characters("-"), "xoxa-", "xoxb-", "xoxe-", "xoxp-", "xoxr-", "xoxs-"),
          token(35, BASE64URL, "AIza"),
          token(16, LETTERS, "sk_live_", "rk_live_"),
          after(40, characters("/+="), awsSecretNames()),
          after(1, characters("._~+/=-"), authorizations()),
          new Kind(List.of("eyJ"), List.of(), () -> new Jwt(BASE64URL)),
          new Kind(List.of("://"), List.of(), Userinfo::new),
          new Kind(pem("BEGIN"), pem("END"), Pem::new));

  private Shapes() {}

  private static Kind token(int least, BitSet characters, String... begins) {
    var kind = new Run.Kind(true, characters, least);
    return new Kind(List.of(begins), List.of(), () -> new Run(kind));
  }

  private static Kind after(int least, BitSet characters, List<String> begins) {
    var kind = new Run.Kind(false, characters, least);
    return new Kind(begins, List.of(), () -> new Run(kind));
  }

  private static List<String> awsSecretNames() {
    var names =
        List.of(
            "secret_access_key",
            "SECRET_ACCESS_KEY",
            "secretAccessKey",
            "SecretAccessKey",
            "secret-access-key");
    return joined(
        names, List.of("=", " = ", ": ", ":", "=\"", "='", "\":\"", "\": \""), List.of(""));
  }

  private static List<String> authorizations() {
    return joined(
        List.of("Authorization", "authorization", "AUTHORIZATION"),
        List.of(": ", ":", "=", "\":\"", "\": \"", "': '", ": '", ": \""),
        List.of("Bearer ", "bearer ", "Basic ", "basic ", "token ", "Token "));
  }

  private static List<String> pem(String edge) {
    var lines = new ArrayList<String>();
    for (var type : List.of("", "RSA ", "EC ", "DSA ", "OPENSSH ", "ENCRYPTED ")) {
      lines.add("-----" + edge + " " + type + "PRIVATE KEY-----");
    }
    lines.add("-----" + edge + " PGP PRIVATE KEY BLOCK-----");
    return lines;
  }

  private static List<String> joined(List<String> one, List<String> two, List<String> three) {
    var all = new ArrayList<String>();
    one.forEach(a -> two.forEach(b -> three.forEach(c -> all.add(a + b + c))));
    return all;
  }

  private static BitSet upper() {
    var set = new BitSet();
    set.set('A', 'Z' + 1);
    set.set('0', '9' + 1);
    return set;
  }

  /** Letters, digits and these. */
  private static BitSet characters(String more) {
    var set = upper();
    set.set('a', 'z' + 1);
    more.chars().forEach(set::set);
    return set;
  }
}
