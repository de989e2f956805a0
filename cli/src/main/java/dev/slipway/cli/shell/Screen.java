package dev.slipway.cli.shell;

import com.google.protobuf.ByteString;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/**
 * The talk of a command that follows something: lines and a build's log on stderr, on a terminal
 * with a progress bar below them. Safe for use by several threads: the bar's clock draws too.
 */
public final class Screen implements AutoCloseable {
  private static final String ERASE_LINE = "\r\u001b[2K";
  private static final int BAR_UPDATE_MILLIS = 200;

  private final Shell shell;
  private final BottomLine bottom = new BottomLine(this);
  private final TerminalLog terminalLog = new TerminalLog(this::write);
  private @Nullable ProgressBar bar;
  private String bottomText = "";
  private boolean midLine;

  public Screen(Shell shell) {
    this.shell = shell;
  }

  /** Shows a line of the command's own. */
  public synchronized void line(String text) {
    terminalLog.finish();
    write(shell.errIsTerminal() ? TerminalText.clean(text) : text);
  }

  /** Shows what a build printed: clean lines on a terminal, the very bytes elsewhere. */
  public synchronized void log(ByteString data) {
    if (shell.errIsTerminal()) {
      terminalLog.add(data);
    } else if (!data.isEmpty()) {
      byte[] bytes = data.toByteArray();
      shell.err().write(bytes, 0, bytes.length);
      shell.err().flush();
      midLine = bytes[bytes.length - 1] != '\n';
    }
  }

  /**
   * Moves the progress bar, on a terminal only.
   *
   * @param percent 0 to 100
   * @param what what goes on now, in a word or two
   */
  public void progress(int percent, String what) {
    if (shell.errIsTerminal()) {
      ProgressBar shown = bar();
      shown.setExtraMessage(what);
      shown.stepTo(percent);
    }
  }

  /**
   * Shows a line below all others in place of the progress bar, on a terminal only. It stays until
   * the next one, the next progress, or {@link #close}; empty takes it away.
   */
  public void status(String text) {
    if (shell.errIsTerminal()) {
      closeBar();
      String clean = TerminalText.clean(text);
      bottom(clean.substring(0, Math.min(clean.length(), shell.columns() - 1)));
    }
  }

  /** Takes the bar away; lines can still be shown. */
  @Override
  public void close() {
    closeBar();
    synchronized (this) {
      terminalLog.finish();
      bottom("");
    }
  }

  private void closeBar() {
    ProgressBar shown;
    synchronized (this) {
      shown = bar;
      bar = null;
    }
    if (shown != null) {
      shown.close(); // Outside the lock: it waits for its clock, which may be drawing.
    }
  }

  private synchronized ProgressBar bar() {
    if (bar == null) {
      bar =
          new ProgressBarBuilder()
              .setInitialMax(100)
              .setUnit("%", 1)
              .hideEta()
              .setStyle(shell.symbols() ? ProgressBarStyle.UNICODE_BLOCK : ProgressBarStyle.ASCII)
              .setUpdateIntervalMillis(BAR_UPDATE_MILLIS)
              .setMaxRenderedLength(shell.columns() - 1)
              .setConsumer(bottom)
              .build();
    }
    return bar;
  }

  private synchronized void write(String text) {
    if (!bottomText.isEmpty()) {
      shell.err().print(ERASE_LINE);
    }
    shell.err().print((midLine ? "\n" : "") + text + "\n" + bottomText);
    shell.err().flush();
    midLine = false;
  }

  /** Draws {@code text} as the terminal's last line in place of the one before. */
  synchronized void bottom(String text) {
    if (!text.equals(bottomText)) {
      shell.err().print(ERASE_LINE + text);
      shell.err().flush();
      bottomText = text;
    }
  }

  /** The width that a bar may take. */
  int columns() {
    return shell.columns();
  }
}
