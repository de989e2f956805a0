/**
 * Judges a run by what was recorded outside the coordinator. In: a folder of records. Out: a table
 * of rules, with how many facts each has checked and how many break it. Imports nothing of the
 * coordinator: a judge that shares code with the judged shares its mistakes.
 */
@NullMarked
package dev.slipway.checker;

import org.jspecify.annotations.NullMarked;
