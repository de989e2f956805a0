/**
 * The outer skin of every gRPC call. In: whatever clients send. Out: calls on virtual threads
 * within limits, and for each refusal its status with {@code google.rpc} details. Health and
 * reflection stand here too. Knows no service by name.
 */
@NullMarked
package dev.slipway.coordinator.edge;

import org.jspecify.annotations.NullMarked;
