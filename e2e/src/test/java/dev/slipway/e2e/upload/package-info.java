/** Archives on their way in. In: whole and cut uploads. Out: the same bytes in the build. */
@NullMarked
package dev.slipway.e2e.upload;

import org.jspecify.annotations.NullMarked;
