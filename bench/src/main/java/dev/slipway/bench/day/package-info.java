/**
 * A day of a build service. In: how many tenants and projects, and a seed. Out: which builds are
 * submitted when and how long each takes, and afterwards how good the times were that each was
 * told. Pure.
 */
@NullMarked
package dev.slipway.bench.day;

import org.jspecify.annotations.NullMarked;
