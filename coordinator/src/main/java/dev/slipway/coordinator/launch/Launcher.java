package dev.slipway.coordinator.launch;

import dev.slipway.coordinator.build.BuildRef;
import dev.slipway.coordinator.build.Lease;
import java.io.IOException;
import java.util.Set;
import java.util.UUID;

/** Starts and ends the processes of attempts. Called without any row lock or transaction. */
public interface Launcher {

  /**
   * Starts the runner of an attempt; it connects by itself, and goes on when this coordinator ends.
   *
   * @param token what the runner shows at each call; only it and a hash in the database exist
   * @throws IOException when it could not be started: then nothing of it runs
   */
  void launch(BuildRef build, Lease lease, String token) throws IOException;

  /**
   * Whether something of the attempt may still run, looked up now. False is proof for attempts that
   * were launched where this launcher can see them.
   */
  boolean present(UUID attemptUid);

  /**
   * Ends everything of the attempt: asks first, then kills, and whatever is still about to start
   * will not. Blocks until nothing of it runs. Safe to repeat; {@link AttemptExited} follows if
   * this coordinator had launched it and it was present.
   */
  void end(UUID attemptUid);

  /**
   * The attempts of which something is left here: processes or what was written down about them,
   * whichever run of a coordinator launched them.
   */
  Set<UUID> known();
}
