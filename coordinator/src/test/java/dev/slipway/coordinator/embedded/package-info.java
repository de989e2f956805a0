/** What tests of every room stand on: a real Postgres, and the real command {@code up}. */
package dev.slipway.coordinator.embedded;
