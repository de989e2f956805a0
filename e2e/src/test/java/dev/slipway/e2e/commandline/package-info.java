/**
 * The commands of bin/slipway. In: builds of a real coordinator. Out: data on stdout, talk on
 * stderr, exit codes.
 */
@NullMarked
package dev.slipway.e2e.commandline;

import org.jspecify.annotations.NullMarked;
