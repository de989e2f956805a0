/** What is wrong with the machine. In: taken ports, bad folders, old tools. Out: one clear line. */
@NullMarked
package dev.slipway.e2e.faults;

import org.jspecify.annotations.NullMarked;
