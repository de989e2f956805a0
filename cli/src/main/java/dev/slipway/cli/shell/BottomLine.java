package dev.slipway.cli.shell;

import me.tongfei.progressbar.ProgressBarConsumer;

/**
 * Lets the progress bar draw on a {@link Screen} and not straight on stderr, where log lines would
 * tear it.
 */
final class BottomLine implements ProgressBarConsumer {
  private final Screen screen;

  BottomLine(Screen screen) {
    this.screen = screen;
  }

  @Override
  public int getMaxRenderedLength() {
    return screen.columns() - 1;
  }

  @Override
  public void accept(String rendered) {
    screen.bottom(rendered);
  }

  @Override
  public void clear() {
    screen.bottom("");
  }

  @Override
  public void close() {
    screen.bottom("");
  }
}
