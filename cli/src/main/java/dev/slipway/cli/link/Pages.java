package dev.slipway.cli.link;

import java.util.function.Consumer;
import java.util.function.Function;

/** Reads a list that comes in pages. */
public final class Pages {
  private Pages() {}

  /**
   * Reads every page, in order, and blocks until the last.
   *
   * @param read reads the page that a token stands for; the empty token is the first page's
   * @param nextToken the token that a page gives for the one after it; empty on the last
   * @param take takes each page
   */
  public static <P> void each(
      Function<String, P> read, Function<P, String> nextToken, Consumer<P> take) {
    String token = "";
    do {
      P page = read.apply(token);
      take.accept(page);
      token = nextToken.apply(page);
    } while (!token.isEmpty());
  }
}
