/** One real site from submit to preview. In: {@code bin/slipway demo}. Out: a page in a browser. */
@NullMarked
package dev.slipway.e2e.walkingskeleton;

import org.jspecify.annotations.NullMarked;
