/**
 * What the queue does for those who use it: one test for each rule of {@code
 * docs/operate/queue.md}, asked through gRPC on a real Postgres, with dispatch, rescue and time in
 * the test's hand. Each has bystanders, builds of other chats, projects or tenants, and says what
 * did not happen to them. After each the rules of {@code slipway verify} are checked.
 */
package dev.slipway.coordinator.behaviour;
