package dev.slipway.cli.shell;

/**
 * The marks that begin the lines of a followed build: in colour and Unicode where stderr shows
 * them.
 */
public final class Marks {
  private static final String RED = "\u001b[31m";
  private static final String GREEN = "\u001b[32m";
  private static final String YELLOW = "\u001b[33m";
  private static final String BLUE = "\u001b[34m";
  private static final String RESET = "\u001b[0m";

  private final boolean colours;
  private final boolean symbols;

  public Marks(Shell shell) {
    colours = shell.colours();
    symbols = shell.symbols();
  }

  /** Something went well. */
  public String done() {
    return mark(GREEN, "✔", "+");
  }

  /** Something went badly. */
  public String failed() {
    return mark(RED, "✘", "x");
  }

  /** Something begins. */
  public String begins() {
    return mark(BLUE, "▸", ">");
  }

  /** Something to know. */
  public String note() {
    return mark(BLUE, "·", "-");
  }

  /** Something to look at. */
  public String warning() {
    return mark(YELLOW, "!", "!");
  }

  private String mark(String colour, String symbol, String ascii) {
    String text = symbols ? symbol : ascii;
    return colours ? colour + text + RESET : text;
  }
}
