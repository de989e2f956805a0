/**
 * How a figure is made. In: two sides that can each work for a window of time. Out: lines {@code
 * name value unit}. A figure counts only beside its limit, measured in the same run: the windows
 * alternate, and what is told is the median of the ratios of neighbours. Knows nothing of builds.
 */
@NullMarked
package dev.slipway.bench.measure;

import org.jspecify.annotations.NullMarked;
