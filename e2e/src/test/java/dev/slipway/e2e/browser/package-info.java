/** The browser that the tests look through is itself tested. In: pages. Out: what it saw. */
@NullMarked
package dev.slipway.e2e.browser;

import org.jspecify.annotations.NullMarked;
