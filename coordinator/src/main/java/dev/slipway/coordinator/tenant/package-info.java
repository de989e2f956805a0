/**
 * Who builds and what for: tenants, their projects, their chats and the policies of a chat.
 *
 * <p>In: clients' calls about them. Out: rows that admission and dispatch go by. Never: a build's
 * state; a chat's head is the ledger's too.
 *
 * <p>A delete takes the tenant's row FOR UPDATE before it looks what is left. A submit holds that
 * row FOR KEY SHARE, and so does everything else that adds to a tenant: nothing slips into what is
 * being deleted.
 */
@NullMarked
package dev.slipway.coordinator.tenant;

import org.jspecify.annotations.NullMarked;
