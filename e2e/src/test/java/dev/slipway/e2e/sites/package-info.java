/** Real projects with real lockfiles. In: {@code samples/}. Out: what their previews serve. */
@NullMarked
package dev.slipway.e2e.sites;

import org.jspecify.annotations.NullMarked;
