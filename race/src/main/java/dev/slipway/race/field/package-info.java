/**
 * Where a race takes place. In: a plan and a folder on a disk. Out: a durable Postgres,
 * coordinators on it that can be killed and started again, and the audit of what they did.
 */
@NullMarked
package dev.slipway.race.field;

import org.jspecify.annotations.NullMarked;
