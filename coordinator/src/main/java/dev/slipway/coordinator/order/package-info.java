/**
 * Who is next. In: the heads of chats, what runs, limits, pauses. Out: who may start now, in which
 * order, why the others wait, and when they are likely to start. Pure: no clock, database, network
 * or thread. Dispatch, explanation, what-if and forecast all ask the same function.
 *
 * <p>The words:
 *
 * <ul>
 *   <li><b>head</b>: the first waiting build of a chat that may start as far as its chat is
 *       concerned.
 *   <li><b>scope</b>: whom a limit or a pause is for: the cluster, a tenant, a project, a chat.
 *   <li><b>share</b>: the part of the cluster that a tenant uses of what it uses most, divided by
 *       its weight. The tenant with the smallest share is next: dominant resource fairness, Ghodsi
 *       et al., NSDI 2011.
 *   <li><b>passed over</b>: looked at and not admitted; its <b>blockers</b> say why.
 *   <li><b>reservation</b>: what a scope owes to a head that waited for too long; nothing that
 *       comes later takes from that scope until the head fits.
 * </ul>
 */
@NullMarked
package dev.slipway.coordinator.order;

import org.jspecify.annotations.NullMarked;
