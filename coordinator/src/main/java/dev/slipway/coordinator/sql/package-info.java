/** Many rows by one statement, and several statements by one round trip. */
@NullMarked
package dev.slipway.coordinator.sql;

import org.jspecify.annotations.NullMarked;
