package dev.slipway.race.field;

import dev.slipway.bench.coordinator.CoordinatorProcess;
import dev.slipway.bench.coordinator.LocalCoordinator;
import dev.slipway.checker.audit.AuditRepository;
import dev.slipway.race.field.FieldRepository.Progress;
import dev.slipway.race.plan.Plan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The database of one race and the coordinators on it, and what they write down. */
public final class Field implements AutoCloseable {
  private final Plan plan;
  private final Path folder;
  private final Path history;
  private final String url;
  private final Map<String, String> properties;
  private final Connection connection;
  private final FieldRepository repository;
  private final @Nullable Peer[] peers;
  private final AtomicInteger started = new AtomicInteger();
  private boolean closing;

  /**
   * Nothing is started yet.
   *
   * @param folder what coordinators store
   * @param history where what happened is written; exists
   * @param url of an empty database
   * @param more properties of the coordinators, beside the plan's
   */
  public Field(Plan plan, Path folder, Path history, String url, Map<String, String> more)
      throws SQLException {
    this.plan = plan;
    this.folder = folder;
    this.history = history;
    this.url = url;
    this.properties = new HashMap<>(plan.properties());
    properties.putAll(more);
    this.connection = DriverManager.getConnection(url);
    this.repository = new FieldRepository(connection);
    this.peers = new Peer[plan.coordinators()];
  }

  /** Starts all coordinators, and then the audit: it is there before the first build. */
  public void start() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var starting = new ArrayList<Future<Peer>>();
      for (int i = 0; i < peers.length; i++) {
        int slot = i;
        Callable<Peer> start = () -> start(slot);
        starting.add(threads.submit(start));
      }
      for (var one : starting) {
        one.get();
      }
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    }
    new AuditRepository(connection).install();
  }

  /** Starts the coordinator of a slot and returns when it answers. The field ends it. */
  public Peer start(int slot) throws IOException {
    var work = history.resolve("work-" + started.incrementAndGet() + ".jsonl");
    var peer = plan.kills() == 0 ? local(work) : process(work);
    synchronized (this) {
      if (!closing) {
        peers[slot] = peer;
        return peer;
      }
    }
    peer.close();
    throw new IllegalStateException("the race is ending");
  }

  private Peer local(Path work) {
    Map<String, String> all = new HashMap<>(properties);
    all.put("slipway.bench.work-file", work.toAbsolutePath().toString());
    return new LocalPeer(LocalCoordinator.start(url, folder, all));
  }

  private Peer process(Path work) throws IOException {
    var arguments = new ArrayList<>(List.of("--work-file", work.toString()));
    // Options of the bench's command line go before properties that are given as such.
    arguments.addAll(List.of("--dispatchers", Integer.toString(plan.dispatchers())));
    properties.forEach((key, value) -> arguments.addAll(List.of("--set", key + "=" + value)));
    // What is killed soon is not worth the second compiler.
    var options =
        CoordinatorProcess.Options.defaults()
            .with(arguments.toArray(String[]::new))
            .onJvmWith("-XX:TieredStopAtLevel=1", "-Xmx512m");
    return new ProcessPeer(CoordinatorProcess.start(folder, url, options));
  }

  /** Who has the slot now, also when it was killed and the next one is not there yet. */
  public synchronized Peer peer(int slot) {
    var peer = peers[slot];
    if (peer == null) {
      throw new IllegalStateException("slot " + slot + " was never started");
    }
    return peer;
  }

  /** How many slots there are. */
  public int slots() {
    return peers.length;
  }

  /** Builds that have not ended. */
  public synchronized long unended() throws SQLException {
    return progress().unended();
  }

  /** Builds that have ended. */
  public synchronized long ended() throws SQLException {
    return progress().ended();
  }

  private Progress progress() throws SQLException {
    return repository.progress();
  }

  /** Changes the database in a way that a mutant needs; when the coordinators are there. */
  public synchronized void run(List<String> statements) throws SQLException {
    for (var statement : statements) {
      repository.run(statement);
    }
  }

  /** Writes the audit to the history. */
  public synchronized void dump() throws SQLException, IOException {
    new AuditRepository(connection).dump(Files.createDirectories(history).resolve("audit.jsonl"));
  }

  /** Stops the coordinators; the database is the server's. A second call does nothing. */
  @Override
  public void close() throws SQLException {
    var all = new ArrayList<Peer>();
    synchronized (this) {
      closing = true;
      for (int i = 0; i < peers.length; i++) {
        var peer = peers[i];
        if (peer != null) {
          all.add(peer);
        }
        peers[i] = null;
      }
    }
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      all.forEach(peer -> threads.execute(peer::close));
    }
    connection.close();
  }
}
