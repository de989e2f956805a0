package dev.slipway.coordinator.model;

import java.time.Instant;
import java.util.List;

/**
 * Everything of a queue that can be seen, in words that can be compared.
 *
 * @param time when it was seen, by the queue's clock
 * @param faults what is wrong with the stored events; empty of a right queue
 */
record View(
    Instant time, List<Build> builds, List<Head> heads, List<Chat> chats, List<String> faults) {

  /**
   * @param place 256 for the first of its chat, 512 for the second; one more for each that has its
   *     place after it
   * @param hold why it does not queue yet, and until when; "" when it does
   * @param sortKey 0 when it has ended
   * @param stop what becomes of it when its processes are gone; "" when it does not stop
   * @param reason of its failure; "" when there is none
   * @param others the builds that it repeats, that superseded it, that its requeue made; 0: none
   */
  record Build(
      int number,
      String scope,
      long place,
      String state,
      int attempts,
      int losses,
      Priority priority,
      long sortKey,
      String hold,
      Instant expires,
      String stop,
      long lastSequence,
      String reason,
      boolean deadLetter,
      List<Integer> others) {}

  /**
   * @param overdue whether it has been ready for longer than the time after which it reserves
   */
  record Head(int build, long sortKey, boolean ready, boolean overdue) {}

  /**
   * @param blockedBy 0: it goes on
   */
  record Chat(String scope, long lastPlace, int blockedBy) {}
}
