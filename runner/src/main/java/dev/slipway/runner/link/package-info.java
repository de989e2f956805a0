/**
 * The runner's side of the link to the coordinators.
 *
 * <p>In: events, samples and a result, the spool's bytes. Out: the plan, acks, a cancel, or the
 * news that the attempt cannot go on; the source's bytes and stored artifacts by calls of their
 * own. Never: makes a step wait for a network, or takes a broken connection for the end of a build.
 *
 * <p>{@link dev.slipway.runner.link.Link} lives as long as the attempt, over many streams. Of each,
 * {@code Wire} is the call and {@code Session} what is said; {@code Outbox} keeps what is not
 * acked, {@code Fence} the moment at which the attempt must be given up, {@code Rotation} and
 * {@code Pause} say where and when to try again.
 *
 * <p>What each answer of a coordinator means to the runner:
 *
 * <table>
 * <caption>Answers</caption>
 * <tr><th>answer</th><th>the runner</th></tr>
 * <tr><td>Welcome</td><td>goes on behind its ack; the fence counts from when the Hello was
 *     sent</td></tr>
 * <tr><td>Welcome of protocol 1</td><td>sends no Beats and Samples and no checksum of the log; the
 *     end of the stream ends the attempt. After one of protocol 2: tries another address</td></tr>
 * <tr><td>Ack</td><td>forgets what is committed; the attempt is done when it covers the
 *     result</td></tr>
 * <tr><td>Ack before any Welcome</td><td>is done, when it covers the result that its Hello spoke of;
 *     the attempt is over</td></tr>
 * <tr><td>BeatAck</td><td>moves the fence: it counts from when that Beat was sent</td></tr>
 * <tr><td>Nack</td><td>sends again from there; after 8 in vain connects again</td></tr>
 * <tr><td>Throttle</td><td>paces log by it until the stream ends</td></tr>
 * <tr><td>Cancel</td><td>ends its steps, sends a result CANCELLED; a second one changes nothing</td>
 *     </tr>
 * <tr><td>GoAway</td><td>leaves at a random moment within the time and connects again, elsewhere if
 *     it can</td></tr>
 * <tr><td>Park</td><td>ends its steps, waits for SIGTERM, exits with 5</td></tr>
 * <tr><td>Fenced; INVALID_ARGUMENT, UNAUTHENTICATED, PERMISSION_DENIED</td><td>ends its steps, exits
 *     with 3</td></tr>
 * <tr><td>an ack or a Nack of what was never said, or that asks for what was acked</td><td>the
 *     same</td></tr>
 * <tr><td>the end of the stream, any other status, silence for 4 Beats, 4 BeatAcks but no Ack of
 *     what is sent, no Welcome within 10 s</td><td>connects again after a random pause; its steps go on</td></tr>
 * <tr><td>none up to the fence</td><td>ends its steps, exits with 3; before the first Welcome with
 *     4</td></tr>
 * </table>
 */
@NullMarked
package dev.slipway.runner.link;

import org.jspecify.annotations.NullMarked;
