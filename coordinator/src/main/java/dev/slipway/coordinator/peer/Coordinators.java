package dev.slipway.coordinator.peer;

import dev.slipway.coordinator.loop.Loop;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.grpc.server.GrpcEmbeddedServer;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * The runs of coordinators that share the database: this one says that it lives and where it
 * listens, and of others it is found out whether they do. On this machine by their process, at
 * once; of another machine by how long they have been silent.
 */
@Singleton
public class Coordinators {
  /** Runs that are looked at in one go; whatever is left is looked at the next time. */
  private static final int IDLE_MAX = 100;

  private static final int ADDRESSES_MAX = 16;

  private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");

  private final CoordinatorRepository repository;
  private final PeerConfig config;
  private final UUID id;
  private final String machine = machine();
  private final Loop beat;
  private volatile Addresses addresses;
  private volatile String address = "";

  Coordinators(
      CoordinatorRepository repository,
      PeerConfig config,
      CoordinatorId coordinator,
      MeterRegistry metrics) {
    this.repository = repository;
    this.config = config;
    this.id = coordinator.get();
    this.addresses = new Addresses(System.nanoTime() - config.beatPeriod().toNanos(), List.of());
    this.beat = new Loop("beat", config.beatPeriod(), metrics, this::beat);
  }

  /** Says that this coordinator lives, before it leases anything. Writes. */
  public void begin(GrpcEmbeddedServer server) {
    begin(server.getHost() + ":" + server.getPort());
    beat.start();
  }

  void begin(String itsAddress) {
    address = itsAddress;
    beat();
  }

  /** Says that this coordinator lives, also when others took it for dead and forgot it. */
  public void beat() {
    var me = ProcessHandle.current();
    repository.beat(id, machine, me.pid(), birth(me), address);
    repository.healthy(config.outageMin().toMillis());
  }

  /**
   * Whether nothing of that run of a coordinator acts any more.
   *
   * @param silent since its last beat
   */
  public boolean dead(
      UUID coordinator, String itsMachine, long pid, Instant birth, Duration silent) {
    if (coordinator.equals(id)) {
      return false;
    }
    return itsMachine.equals(machine)
        ? !alive(pid, birth)
        : silent.compareTo(config.silenceMax()) > 0;
  }

  /**
   * Forgets runs that are dead and hold nothing, at most {@value #IDLE_MAX}. One that only seemed
   * dead says with its next beat that it lives.
   */
  public void forgetDead() {
    for (var run : repository.idle(IDLE_MAX)) {
      if (dead(
          run.coordinatorId(),
          run.machine(),
          run.pid(),
          run.birthTime(),
          Duration.ofMillis(run.silentMillis()))) {
        repository.deleteIdle(run.coordinatorId());
      }
    }
  }

  /** Whether that is the machine of this coordinator, whose processes it can see. */
  public boolean here(String itsMachine) {
    return itsMachine.equals(machine);
  }

  /**
   * Where coordinators listen for runners, this one first, at most {@value #ADDRESSES_MAX}; read
   * from the database at most once a beat. Blocks on it.
   */
  public List<String> addresses() {
    var known = addresses;
    if (System.nanoTime() - known.nanos() < config.beatPeriod().toNanos()) {
      return known.all();
    }
    return freshAddresses();
  }

  /** As {@link #addresses}, read now. */
  List<String> freshAddresses() {
    var all = new ArrayList<>(List.of(address));
    all.addAll(repository.others(id, config.silenceMax().toMillis(), ADDRESSES_MAX - 1));
    addresses = new Addresses(System.nanoTime(), List.copyOf(all));
    return all;
  }

  private record Addresses(long nanos, List<String> all) {}

  private static boolean alive(long pid, Instant birth) {
    return ProcessHandle.of(pid)
        .filter(process -> process.isAlive() && birth(process).equals(birth) && !zombie(pid))
        .isPresent();
  }

  /** Killed, and not yet taken away by its parent: it will never act again. */
  private static boolean zombie(long pid) {
    try {
      var stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
      return stat.startsWith(" Z", stat.lastIndexOf(')') + 1);
    } catch (IOException noSuchFile) {
      return false;
    }
  }

  /** To the second: the kernel counts in ticks, and two readings of one birth differ by some. */
  private static Instant birth(ProcessHandle process) {
    return process.info().startInstant().orElse(Instant.EPOCH).truncatedTo(ChronoUnit.SECONDS);
  }

  /** A container has its own name, a restarted machine another boot. */
  private static String machine() {
    try {
      var boot = Files.isReadable(BOOT_ID) ? Files.readString(BOOT_ID).strip() : "";
      return InetAddress.getLocalHost().getHostName() + "/" + boot;
    } catch (UnknownHostException nameless) {
      return "unknown/" + ProcessHandle.current().pid();
    } catch (IOException e) {
      throw new IllegalStateException("read " + BOOT_ID, e);
    }
  }

  @PreDestroy
  void stop() {
    beat.close();
    // While it holds attempts others have to know of which machine they are.
    repository.deleteIdle(id);
  }
}
