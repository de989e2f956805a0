package dev.slipway.coordinator.launch;

import dev.slipway.coordinator.build.BuildRef;
import dev.slipway.coordinator.build.Lease;
import java.io.IOException;
import java.util.Set;
import java.util.UUID;

/** Starts and ends the processes of attempts. Called without any row lock or transaction. */
public interface Launcher {

  /**
   * Starts the runner of an attempt; it connects by itself.
   *
   * @param token what the runner shows at each call; only it and a hash in the database exist
   * @throws IOException when it could not be started: then nothing of it runs
   */
  void launch(BuildRef build, Lease lease, String token) throws IOException;

  /**
   * Whether something of the attempt may still run, as far as this launcher started it. False is
   * proof.
   */
  boolean present(UUID attemptUid);

  /**
   * Ends everything of the attempt: asks first, then kills. Blocks until nothing of it runs. Safe
   * to repeat; {@link AttemptExited} follows if the attempt was present.
   */
  void end(UUID attemptUid);

  /**
   * Ends whatever attempts of runs of coordinators that are dead left behind, found by what was
   * written down when they were started. Blocks until nothing of it runs. Called once, before the
   * first launch.
   *
   * @param theirs attempts that coordinators hold that live: these are left alone
   */
  void endLeftovers(Set<UUID> theirs);
}
