/**
 * The database's own record. In: a connection to a database with the queue's tables, before the
 * first build. Out: triggers that write every change down, and what they wrote, as {@code
 * audit.jsonl}.
 */
@NullMarked
package dev.slipway.checker.audit;

import org.jspecify.annotations.NullMarked;
