/**
 * Brings the source into the work folder.
 *
 * <p>In: the plan's archive or git reference, and the limits. Out: plain files and folders below
 * the work folder. Never: trusts a name, a size or a kind that an archive claims; writes elsewhere;
 * makes a link.
 */
@NullMarked
package dev.slipway.runner.source;

import org.jspecify.annotations.NullMarked;
