/**
 * Builds that are not wanted any more. In: CancelBuild. Out: CANCELLED once every process is gone.
 */
@NullMarked
package dev.slipway.e2e.cancel;

import org.jspecify.annotations.NullMarked;
