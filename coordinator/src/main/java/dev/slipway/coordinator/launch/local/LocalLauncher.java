package dev.slipway.coordinator.launch.local;

import dev.slipway.coordinator.build.BuildRef;
import dev.slipway.coordinator.build.Lease;
import dev.slipway.coordinator.launch.AttemptExited;
import dev.slipway.coordinator.launch.Launcher;
import io.micronaut.context.BeanProvider;
import io.micronaut.context.annotation.Requires;
import io.micronaut.context.event.ApplicationEventPublisher;
import io.micronaut.grpc.server.GrpcEmbeddedServer;
import io.micronaut.serde.ObjectMapper;
import io.micronaut.serde.annotation.Serdeable;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs each attempt as a process of this machine. */
@Singleton
@Requires(property = "slipway.local.runner-jar")
final class LocalLauncher implements Launcher {
  private static final Logger log = LoggerFactory.getLogger(LocalLauncher.class);

  private final LocalConfig config;
  private final ObjectMapper json;
  private final BeanProvider<GrpcEmbeddedServer> server;
  private final ApplicationEventPublisher<AttemptExited> exited;
  private final Path archive;
  private final Map<UUID, Process> runners = new ConcurrentHashMap<>();

  /** Attempts of which a folder stays that cannot be removed; nothing of them runs. */
  private final Set<UUID> stays = ConcurrentHashMap.newKeySet();

  private volatile boolean closing;

  LocalLauncher(
      LocalConfig config,
      ObjectMapper json,
      BeanProvider<GrpcEmbeddedServer> server,
      ApplicationEventPublisher<AttemptExited> exited) {
    this.config = config;
    this.json = json;
    this.server = server;
    this.exited = exited;
    this.archive = SharedArchive.of(config.runnerJar());
  }

  /** The file {@code attempt.json}, as the runner reads it. */
  @Serdeable
  record Attempt(
      String coordinator,
      @Nullable String readyFile,
      String build,
      int attempt,
      String attemptUid,
      String token,
      String cacheDir) {}

  @Override
  public void launch(BuildRef build, Lease lease, String token) throws IOException {
    if (closing) {
      throw new IOException("the coordinator is stopping");
    }
    var uid = lease.attemptUid();
    var folder = AttemptFolder.create(config.attemptsDir(), uid);
    folder.writeAttempt(
        json.writeValueAsString(
            new Attempt(
                address(),
                config.readyFile() == null ? null : config.readyFile().toString(),
                build.name(),
                lease.attempt(),
                uid.toString(),
                token,
                config.cacheDir().toString())));
    var process = startOrRemove(folder, uid);
    runners.put(uid, process);
    log.info("attempt {} of {} is process {}", lease.attempt(), build, process.pid());
    Thread.ofVirtual().name("attempt-" + uid).start(() -> await(build, uid, folder, process));
  }

  private String address() {
    var grpc = server.get();
    return grpc.getHost() + ":" + grpc.getPort();
  }

  private Process startOrRemove(AttemptFolder folder, UUID uid) throws IOException {
    try {
      return start(folder, uid);
    } catch (IOException e) {
      remove(folder);
      throw e;
    }
  }

  private Process start(AttemptFolder folder, UUID uid) throws IOException {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var command =
        List.of(
            "sh",
            "-c",
            AttemptFolder.START,
            folder.path().toString(),
            java,
            // A runner lives for seconds: start fast, stay small.
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            // Most of a start is loading classes; the first runner keeps what it loaded for the
            // next.
            "-XX:+AutoCreateSharedArchive",
            "-XX:SharedArchiveFile=" + archive,
            "-Xlog:disable",
            "--sun-misc-unsafe-memory-access=allow",
            "-Xmx" + config.runnerHeap(),
            "-jar",
            config.runnerJar().toString(),
            "attempt.json");
    var builder = new ProcessBuilder(command).directory(folder.path().toFile());
    builder.environment().put(AttemptProcesses.MARK, uid.toString());
    builder.redirectErrorStream(true).redirectOutput(folder.runnerLog().toFile());
    return builder.start();
  }

  /** Waits for the runner, then for everything it may have left behind. */
  private void await(BuildRef build, UUID uid, AttemptFolder folder, Process process) {
    try {
      int exitCode = process.waitFor();
      AttemptProcesses.end(uid.toString(), Duration.ZERO);
      var lastWords = folder.lastWords();
      remove(folder);
      log.info("attempt {} of {} exited with {}", uid, build, exitCode);
      if (!closing) {
        // Before it is forgotten: rescue would find it gone and know less of why.
        exited.publishEvent(new AttemptExited(build, uid, exitCode, lastWords));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      runners.remove(uid);
    }
  }

  /**
   * What stays is rubbish and no more: the build goes on without it, and so does the next start.
   */
  private void remove(AttemptFolder folder) {
    try {
      folder.delete();
    } catch (IOException e) {
      folder.uid().ifPresent(stays::add);
      log.warn("{} cannot be removed, remove it by hand: {}", folder.path(), e.toString());
    }
  }

  @Override
  public boolean present(UUID attemptUid) {
    return runners.containsKey(attemptUid) || !AttemptProcesses.of(attemptUid.toString()).isEmpty();
  }

  /**
   * In this order: its folder is renamed first, so that a start that has not got so far fails, and
   * one that has is found.
   */
  @Override
  public void end(UUID attemptUid) {
    try {
      boolean ours = runners.containsKey(attemptUid);
      var folder = new AttemptFolder(config.attemptsDir().resolve(attemptUid.toString()));
      // What this coordinator launched has started, and its folder is read when it has exited.
      var left = ours ? folder : folder.fenceIfThere();
      AttemptProcesses.end(attemptUid.toString(), config.endGrace());
      if (!ours) {
        remove(left);
      }
    } catch (IOException e) {
      throw new IllegalStateException("end attempt " + attemptUid + ": " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public Set<UUID> known() {
    try {
      return AttemptFolder.all(config.attemptsDir()).stream()
          .flatMap(folder -> folder.uid().stream())
          .filter(uid -> !stays.contains(uid))
          .collect(Collectors.toSet());
    } catch (IOException e) {
      throw new IllegalStateException("read " + config.attemptsDir() + ": " + e, e);
    }
  }

  /**
   * Attempts go on without their coordinator, and look for another or for its next run. Nothing new
   * is started.
   */
  @PreDestroy
  void close() {
    closing = true;
    if (!runners.isEmpty()) {
      log.info("{} attempts go on and look for a coordinator", runners.size());
    }
  }
}
