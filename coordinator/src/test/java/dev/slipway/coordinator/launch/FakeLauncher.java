package dev.slipway.coordinator.launch;

import dev.slipway.coordinator.build.BuildRef;
import dev.slipway.coordinator.build.Lease;
import io.micronaut.context.annotation.Requires;
import io.micronaut.context.event.ApplicationEventPublisher;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** A launcher without processes: it remembers what it was asked, and a test says what runs. */
@Singleton
@Requires(missingProperty = "slipway.local.runner-jar")
public final class FakeLauncher implements Launcher {
  private final ApplicationEventPublisher<AttemptExited> exited;
  private final List<Launch> launches = new CopyOnWriteArrayList<>();
  private final List<UUID> ended = new CopyOnWriteArrayList<>();
  private final Queue<Exception> failures = new ConcurrentLinkedQueue<>();
  private final Set<UUID> present = ConcurrentHashMap.newKeySet();
  private final Set<UUID> left = ConcurrentHashMap.newKeySet();
  private volatile Consumer<UUID> atEnd = _ -> {};

  /** What was launched, with what its runner would show. */
  public record Launch(BuildRef build, Lease lease, String token) {}

  FakeLauncher(ApplicationEventPublisher<AttemptExited> exited) {
    this.exited = exited;
  }

  @Override
  public void launch(BuildRef build, Lease lease, String token) throws IOException {
    switch (failures.poll()) {
      case null -> {
        present.add(lease.attemptUid());
        launches.add(new Launch(build, lease, token));
      }
      case IOException failure -> throw failure;
      case RuntimeException failure -> throw failure;
      case Exception other -> throw new IllegalArgumentException(other);
    }
  }

  @Override
  public boolean present(UUID attemptUid) {
    return present.contains(attemptUid);
  }

  @Override
  public void end(UUID attemptUid) {
    atEnd.accept(attemptUid);
    left.remove(attemptUid);
    ended.add(attemptUid);
  }

  @Override
  public Set<UUID> known() {
    return Set.copyOf(left);
  }

  /** Forgets everything, as a new machine. */
  public void reset() {
    launches.clear();
    ended.clear();
    failures.clear();
    present.clear();
    left.clear();
    atEnd = _ -> {};
  }

  /** All launches so far, in order. */
  public List<Launch> launches() {
    return List.copyOf(launches);
  }

  /** The builds that were launched so far, in order. */
  public List<BuildRef> launched() {
    return launches.stream().map(Launch::build).toList();
  }

  /** The attempts that somebody wanted ended, in order. */
  public List<UUID> ended() {
    return List.copyOf(ended);
  }

  /** The next launch fails with this, the one after it with the next. */
  public void failWith(Exception failure) {
    failures.add(failure);
  }

  /** From now on something of the attempt runs. */
  public void runs(UUID attemptUid) {
    present.add(attemptUid);
  }

  /** Nothing of the attempt runs any more, and nobody is told: its machine is gone. */
  public void vanishes(UUID attemptUid) {
    present.remove(attemptUid);
  }

  /** Nothing runs any more: the machine was started again. */
  public void vanishAll() {
    present.clear();
  }

  /** Nothing of the attempt runs any more, and that is announced. */
  public void exits(BuildRef build, UUID attemptUid, int exitCode, String lastWords) {
    present.remove(attemptUid);
    exited.publishEvent(new AttemptExited(build, attemptUid, exitCode, lastWords));
  }

  /** Something of the attempt is left, of this run or of an earlier one. */
  public void leaves(UUID attemptUid) {
    left.add(attemptUid);
  }

  /** Looks at the world when an attempt is about to be ended. */
  public void atEnd(Consumer<UUID> look) {
    atEnd = look;
  }
}
