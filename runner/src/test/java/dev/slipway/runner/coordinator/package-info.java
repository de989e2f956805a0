/**
 * A coordinator small enough to be wrong about nothing: one attempt, kept in memory, on a real
 * port. For tests only.
 */
package dev.slipway.runner.coordinator;
