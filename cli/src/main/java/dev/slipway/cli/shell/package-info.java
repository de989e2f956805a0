/**
 * What the calling shell gives a command – streams, variables, a terminal or none – and how text
 * looks there.
 *
 * <p>In: lines, bytes and percents. Out: stdout holds data only, stderr holds talk only; on a
 * terminal everything but colours is taken out of what a build printed, elsewhere its bytes pass
 * untouched. Knows nothing of builds or gRPC.
 */
@NullMarked
package dev.slipway.cli.shell;

import org.jspecify.annotations.NullMarked;
