package dev.slipway.race.link;

import dev.slipway.coordinator.build.BuildRef;
import dev.slipway.coordinator.build.Lease;
import dev.slipway.coordinator.launch.AttemptExited;
import dev.slipway.coordinator.launch.Launcher;
import io.micronaut.context.annotation.Primary;
import io.micronaut.context.annotation.Requires;
import io.micronaut.context.event.ApplicationEventPublisher;
import jakarta.inject.Singleton;
import java.util.Set;
import java.util.UUID;

/** Starts nothing: the matrix plays the runners of this process. */
@Singleton
@Primary
@Requires(property = "slipway.race.link")
public final class LinkLauncher implements Launcher {
  private final ApplicationEventPublisher<AttemptExited> exited;

  LinkLauncher(ApplicationEventPublisher<AttemptExited> exited) {
    this.exited = exited;
  }

  @Override
  public void launch(BuildRef build, Lease lease, String token) {
    Launches.add(new Launches.Launch(build, lease, token));
  }

  @Override
  public boolean present(UUID attemptUid) {
    return Launches.present(attemptUid);
  }

  @Override
  public void end(UUID attemptUid) {}

  @Override
  public Set<UUID> known() {
    return Set.of();
  }

  /** The runner of an attempt has ended. */
  void exits(Launches.Launch launch, int exitCode) {
    Launches.gone(launch.lease().attemptUid());
    exited.publishEvent(
        new AttemptExited(launch.build(), launch.lease().attemptUid(), exitCode, ""));
  }
}
