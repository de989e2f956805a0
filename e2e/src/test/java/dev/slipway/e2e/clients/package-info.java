/** Other clients than ours. In: the calls of docs/clients.md. Out: they run as written. */
@NullMarked
package dev.slipway.e2e.clients;

import org.jspecify.annotations.NullMarked;
