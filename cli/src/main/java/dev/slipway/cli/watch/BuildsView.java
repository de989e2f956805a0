package dev.slipway.cli.watch;

import dev.slipway.v1.Build;
import java.util.List;

/** Shows builds as they change. */
interface BuildsView {
  /** What was shown so far may be old; all that there is comes now. */
  void reset();

  /** Shows builds as they are now. */
  void show(List<Build> builds);
}
