/**
 * A queue that is long already. In: how many tenants, chats and builds. Out: the rows that so many
 * submits would have left, written at once by SQL, since a million submits would take a minute of
 * the bench's five. Must say what the ledger says; a test compares the rows with the rules.
 */
@NullMarked
package dev.slipway.bench.seed;

import org.jspecify.annotations.NullMarked;
