package dev.slipway.coordinator.order;

import java.util.List;

/**
 * Who may start, and who not. Heads that are in neither list were not looked at: see {@code end}.
 *
 * @param admitted who may start, in this order
 * @param passedOver who may not, and why, in the order in which they were looked at
 * @param end why it stopped there
 */
public record Decision(List<Head> admitted, List<PassedOver> passedOver, End end) {
  public Decision {
    admitted = List.copyOf(admitted);
    passedOver = List.copyOf(passedOver);
  }

  /** Why a decision ended. */
  public sealed interface End {
    /** Every head was looked at. */
    record Complete() implements End {}

    /** As many were admitted as were asked for; there may be more. */
    record BatchFull() implements End {}

    /**
     * It is the turn of a tenant whose list has come to its end, but the store has more of it. To
     * go on with the next tenant would be unfair to this one.
     */
    record RanDry(String tenant) implements End {}
  }

  /**
   * Whether the same lists would give nothing again: the caller reads the named tenant deeper. When
   * something was admitted before a list ran dry, the next decision over fresh lists is enough.
   */
  public boolean needsDeeperLists() {
    return end instanceof End.RanDry && admitted.isEmpty();
  }
}
