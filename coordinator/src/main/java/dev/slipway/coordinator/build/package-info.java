/**
 * What a build is and where it may go next. Pure: no clock, database, network or thread.
 *
 * <p>The words, one each, from protocol to table to log line:
 *
 * <ul>
 *   <li><b>tenant</b>: a customer of the operator; <b>project</b>: one website or app; <b>chat</b>:
 *       one conversation, the ordering key; <b>build</b>: one requested build.
 *   <li><b>attempt</b>: one try of a build, numbered 1, 2, 3 …; <b>lease</b>: the right to it, held
 *       by one <b>runner</b>, the program that executes its <b>steps</b>.
 *   <li><b>template</b>: a named recipe of steps; <b>source</b>: what is built; <b>artifact</b>:
 *       what came out; <b>preview</b>: an artifact that is served.
 *   <li><b>loss</b>: an attempt that ended without a result; <b>failure</b>: why a build did not
 *       succeed.
 * </ul>
 */
@NullMarked
package dev.slipway.coordinator.build;

import org.jspecify.annotations.NullMarked;
