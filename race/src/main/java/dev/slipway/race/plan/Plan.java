package dev.slipway.race.plan;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * How big a race is.
 *
 * @param builds that have to end at least, from 1
 * @param kills of coordinators, from 0; they need processes of their own
 * @param seed of everything that the clients draw; the race itself is never the same twice
 * @param coordinators on one database, from 1
 * @param dispatchers in each of them, from 1
 * @param tenants from 1
 * @param chatsPerTenant from 1; every tenth may run several builds at a time
 * @param clients that submit at the same time, from 1
 * @param unendedMax builds that wait or run at a time, while more are to come; from 1
 * @param clusterRunningMax builds that all tenants together may run when nobody plays with it
 * @param calm how long nothing may happen before the race counts as stuck
 */
public record Plan(
    int builds,
    int kills,
    long seed,
    int coordinators,
    int dispatchers,
    int tenants,
    int chatsPerTenant,
    int clients,
    int unendedMax,
    int clusterRunningMax,
    Duration calm) {

  /** The race test: 500 chats of 20 tenants, three coordinators with two dispatchers each. */
  public static Plan race(int builds, int kills, long seed) {
    return new Plan(builds, kills, seed, 3, 2, 20, 25, 16, 400, 24, Duration.ofSeconds(60));
  }

  /** A short and narrow race, in which everybody is in everybody's way. */
  public static Plan narrow(int builds, long seed) {
    return new Plan(builds, 0, seed, 2, 2, 6, 6, 16, 80, 4, Duration.ofSeconds(8));
  }

  /** A race in which coordinators are hurt: as narrow, and with patience for what stands still. */
  public static Plan hurt(long seed) {
    return new Plan(300, 0, seed, 2, 1, 6, 6, 12, 60, 6, Duration.ofSeconds(30));
  }

  /** The same with twice as many builds, and other draws. */
  public Plan twiceAsLong() {
    return new Plan(
        2 * builds,
        kills,
        seed + 1,
        coordinators,
        dispatchers,
        tenants,
        chatsPerTenant,
        clients,
        unendedMax,
        clusterRunningMax,
        calm);
  }

  /** What each coordinator is told: quick to retry and to look, and unlucky with its runners. */
  public Map<String, String> properties() {
    var all = new HashMap<String, String>();
    all.put("slipway.dispatch.dispatchers", Integer.toString(dispatchers));
    all.put("slipway.dispatch.max-builds", "64");
    all.put("slipway.dispatch.period", "200ms");
    all.put("slipway.retry.backoff", "40ms");
    all.put("slipway.retry.backoff-max", "160ms");
    all.put("slipway.rescue.period", "200ms");
    all.put("slipway.rescue.launch-grace", "3s");
    all.put("slipway.bench.build-time-max", "50ms");
    all.put("slipway.bench.mishaps.lost-share", "0.05");
    all.put("slipway.bench.mishaps.stale-for", "600ms");
    return all;
  }
}
