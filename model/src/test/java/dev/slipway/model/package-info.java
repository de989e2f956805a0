/** Runs TLC on the model. In: Slipway.tla and its configurations. Out: how many states hold. */
package dev.slipway.model;
