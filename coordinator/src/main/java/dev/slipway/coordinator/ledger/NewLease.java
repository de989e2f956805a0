package dev.slipway.coordinator.ledger;

import java.util.UUID;

/**
 * A head that is given away.
 *
 * @param parallel whether its chat may run several builds at a time
 * @param tokenHash sha256 of the token that the runner will show
 */
public record NewLease(
    long chatNo, long place, boolean parallel, UUID attemptUid, byte[] tokenHash) {}
