/**
 * What a user can get wrong. In: bad archives, requests and projects. Out: the answer that helps.
 */
@NullMarked
package dev.slipway.e2e.badinput;

import org.jspecify.annotations.NullMarked;
