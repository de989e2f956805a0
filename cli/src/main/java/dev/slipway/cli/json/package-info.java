/**
 * The protocol's messages as JSON: proto JSON (https://protobuf.dev/programming-guides/json/) on
 * one line, with the prefixes of enum values dropped.
 *
 * <p>In: messages, or text that a person wrote. Out: lines, or messages; text with a field that
 * does not exist is refused by that field's path. Never guesses a field that was meant.
 */
@NullMarked
package dev.slipway.cli.json;

import org.jspecify.annotations.NullMarked;
