/** The protocol's own rules. In: the proto files. Out: no complaint of buf. */
@NullMarked
package dev.slipway.e2e.protocol;

import org.jspecify.annotations.NullMarked;
