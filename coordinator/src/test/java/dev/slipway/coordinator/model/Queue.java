package dev.slipway.coordinator.model;

import java.util.List;

/**
 * What can be asked of a queue. Builds have numbers, 1, 2, 3 … in the order of their submits;
 * scopes have the names that the protocol gives them.
 */
interface Queue {
  Answer submit(Wanted wanted);

  /** Several of one tenant, all or none. */
  Answer batch(List<Wanted> wanted);

  Answer cancel(int build);

  /**
   * All builds of a chat that can be.
   *
   * @param force false: only says which
   */
  Answer cancelAll(String tenant, String chat, boolean force);

  Answer prioritize(int build, Priority priority);

  Answer retry(int build);

  Answer requeue(int build);

  Answer discard(int build);

  /**
   * @param minutes after which it ends by itself; 0: never
   */
  Answer pause(String scope, boolean drain, int minutes);

  Answer resume(String scope);

  /**
   * @param resource as the quota's field
   * @param most null: no limit
   */
  Answer limit(String scope, String resource, Integer most);

  Answer policy(String tenant, String chat, Policy policy);

  /** Ends what waits for a time, and starts whatever may start; says which builds, in order. */
  Answer dispatch();

  /**
   * @param attempt who says it, from 1; only the current one counts
   */
  Answer report(int build, int attempt, Report report);

  /** Looks after attempts that are overdue or drained. */
  Answer rescue();

  /** Another run of the coordinator takes over. */
  Answer restart();

  Answer advance(int minutes);

  /** Builds that run, CPU, memory and waiting builds of a scope. */
  Answer usage(String scope);

  /** How many of its chat go before a build that waits, and why it waits, but for quotas. */
  Answer explain(int build);

  View view();
}
