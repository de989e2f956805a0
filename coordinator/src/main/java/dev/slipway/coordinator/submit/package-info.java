/**
 * Clients' calls about builds. In: messages of BuildService. Out: domain words for {@code admit}
 * and {@code ledger}, and their answers as messages again. Checks the form of what it is given and
 * says every fault at once; decides nothing.
 */
@NullMarked
package dev.slipway.coordinator.submit;

import org.jspecify.annotations.NullMarked;
