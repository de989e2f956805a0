package dev.slipway.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.v1.ArtifactServiceGrpc;
import dev.slipway.v1.ArtifactServiceGrpc.ArtifactServiceBlockingStub;
import dev.slipway.v1.BuildServiceGrpc;
import dev.slipway.v1.BuildServiceGrpc.BuildServiceBlockingStub;
import dev.slipway.v1.LogServiceGrpc;
import dev.slipway.v1.LogServiceGrpc.LogServiceBlockingStub;
import dev.slipway.v1.PreviewServiceGrpc;
import dev.slipway.v1.PreviewServiceGrpc.PreviewServiceBlockingStub;
import dev.slipway.v1.QueueServiceGrpc;
import dev.slipway.v1.QueueServiceGrpc.QueueServiceBlockingStub;
import dev.slipway.v1.TemplateServiceGrpc;
import dev.slipway.v1.TemplateServiceGrpc.TemplateServiceBlockingStub;
import dev.slipway.v1.TenantServiceGrpc;
import dev.slipway.v1.TenantServiceGrpc.TenantServiceBlockingStub;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A coordinator that {@code bin/slipway up} started, as a process of its own on free ports.
 *
 * <p>It can be killed and started again on the same data directory. {@link #close} ends it with
 * TERM and fails if it does not go, or if anything of it stays behind.
 */
public final class Slipway implements AutoCloseable {

  /** Longer than any call or build of the tests takes on a busy machine. */
  static final Duration PATIENCE = Duration.ofMinutes(3);

  private final Sandbox sandbox = new Sandbox();
  private final List<String> options;
  private final Path log;
  private Process process;
  private ReadyFile ready;
  private ManagedChannel channel;

  private Slipway(String... options) {
    this.options = List.of(options);
    this.log = Checkout.target("up").resolve(sandbox.dataDir().getParent().getFileName() + ".log");
    try {
      this.process = launch();
      this.ready = awaitReady();
    } catch (RuntimeException | Error e) {
      try {
        sandbox.close();
      } catch (RuntimeException | Error leftover) {
        e.addSuppressed(leftover);
      }
      throw e;
    }
    this.channel = connect();
  }

  /** A new coordinator on an empty data directory, ready; with more options for {@code up}. */
  public static Slipway up(String... options) {
    return new Slipway(options);
  }

  /** Its data directory and its command line. */
  public Sandbox sandbox() {
    return sandbox;
  }

  /** Where it listens. */
  public ReadyFile ready() {
    return ready;
  }

  /** What the coordinator printed so far, over all its starts. */
  public String printed() {
    return Folders.read(log);
  }

  /** {@code bin/slipway} with these arguments, run to its end against this coordinator. */
  public Outcome cli(String... arguments) {
    return sandbox.slipway(arguments).run();
  }

  /** {@code kill -9}: no goodbye. Returns when the process is gone; what it started may live. */
  public void kill() {
    disconnect();
    process.destroyForcibly();
    process.onExit().join();
  }

  /** TERM: it says goodbye. Returns when the process is gone; builds go on. */
  public void stop() {
    disconnect();
    process.destroy();
    await("the coordinator ends after TERM")
        .atMost(Duration.ofSeconds(30))
        .until(() -> !process.isAlive());
  }

  /**
   * Starts the killed or stopped coordinator again on its data directory; returns when it is ready.
   */
  public void startAgain() {
    assertThat(process.isAlive()).as("kill it first").isFalse();
    process = launch();
    ready = awaitReady();
    channel = connect();
  }

  public BuildServiceBlockingStub builds() {
    return BuildServiceGrpc.newBlockingStub(channel)
        .withDeadlineAfter(PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  public LogServiceBlockingStub logs() {
    return LogServiceGrpc.newBlockingStub(channel)
        .withDeadlineAfter(PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  public ArtifactServiceBlockingStub artifacts() {
    return ArtifactServiceGrpc.newBlockingStub(channel)
        .withDeadlineAfter(PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  public PreviewServiceBlockingStub previews() {
    return PreviewServiceGrpc.newBlockingStub(channel)
        .withDeadlineAfter(PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  public QueueServiceBlockingStub queue() {
    return QueueServiceGrpc.newBlockingStub(channel)
        .withDeadlineAfter(PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  public TenantServiceBlockingStub tenants() {
    return TenantServiceGrpc.newBlockingStub(channel)
        .withDeadlineAfter(PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  public TemplateServiceBlockingStub templates() {
    return TemplateServiceGrpc.newBlockingStub(channel)
        .withDeadlineAfter(PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  /** Uploads of archives. */
  public Uploads uploads() {
    return new Uploads(channel);
  }

  /** Submits builds and follows them. */
  public Builds submits() {
    return new Builds(this);
  }

  @Override
  public void close() {
    try {
      stop();
    } finally {
      sandbox.close();
    }
  }

  private Path readyFile() {
    return sandbox.dataDir().getParent().resolve("ready.json");
  }

  private Process launch() {
    Folders.remove(readyFile());
    var arguments = new ArrayList<>(List.of("up", "--ready-file", readyFile().toString()));
    arguments.addAll(List.of("--grpc-port", "0", "--http-port", "0", "--preview-port", "0"));
    arguments.addAll(options);
    var output = Redirect.appendTo(log.toFile());
    return sandbox.slipway(arguments.toArray(String[]::new)).start(output, output);
  }

  private ReadyFile awaitReady() {
    await("up is ready or has ended")
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(50))
        .until(() -> Files.exists(readyFile()) || !process.isAlive());
    assertThat(readyFile()).as("up ended early:%n%s", printed()).exists();
    return ReadyFile.parse(Folders.read(readyFile()));
  }

  private ManagedChannel connect() {
    return NettyChannelBuilder.forTarget(ready.grpc()).usePlaintext().build();
  }

  private void disconnect() {
    channel.shutdownNow();
  }
}
