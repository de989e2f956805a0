package dev.slipway.coordinator.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.coordinator.embedded.TestDatabase;
import dev.slipway.v1.LogBatch;
import dev.slipway.v1.LogServiceGrpc;
import dev.slipway.v1.ReadLogsRequest;
import dev.slipway.v1.SearchLogsRequest;
import dev.slipway.v1.TailLogsRequest;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A coordinator with a small heap gives out logs that are many times as large. */
class LogHeapTest {
  private static final int HEAP_MIB = 96;
  private static final int STALLED = 100;
  private static final String NAME = "tenants/t/builds/";
  private static final String LINES = "018f0000-0000-7000-8000-000000000001";
  private static final String ONE_LINE = "018f0000-0000-7000-8000-000000000002";

  @TempDir Path folder;

  private Process coordinator;
  private Connection connection;
  private ManagedChannel channel;
  private String http;

  /** One each: bytes that nobody reads fill the window of a whole connection. */
  private final List<ManagedChannel> stalled = new ArrayList<>();

  @BeforeEach
  void start() throws Exception {
    var name = "heap_" + UUID.randomUUID().toString().replace('-', '_');
    try (var server = open("postgres");
        var statement = server.createStatement()) {
      statement.execute("CREATE DATABASE " + name);
    }
    connection = open(name);
    coordinator = coordinator(name);
    var ready = folder.resolve("ready");
    await()
        .atMost(Duration.ofMinutes(2))
        .failFast("it ended", () -> !coordinator.isAlive())
        .until(() -> Files.exists(ready));
    var addresses = Files.readString(ready);
    var grpc = address(addresses, "grpc");
    channel = NettyChannelBuilder.forTarget(grpc).usePlaintext().build();
    for (int i = 0; i < STALLED; i++) {
      stalled.add(NettyChannelBuilder.forTarget(grpc).usePlaintext().build());
    }
    http = address(addresses, "http");
  }

  @AfterEach
  void stop() throws Exception {
    channel.shutdownNow();
    stalled.forEach(ManagedChannel::shutdownNow);
    coordinator.destroy();
    assertThat(coordinator.waitFor(60, TimeUnit.SECONDS)).isTrue();
    connection.close();
  }

  @Test
  void logsManyTimesTheHeapAreGivenOutWholeBesideFollowersThatStall() throws Exception {
    var lines = lines();
    var oneLine = new byte[65_536];
    Arrays.fill(oneLine, (byte) 'x');
    run("INSERT INTO tenant (tenant_id) VALUES ('t')");
    run("INSERT INTO project (tenant_id, project_id) VALUES ('t', 'p')");
    store(LINES, 1, lines, 256 * 16);
    store(ONE_LINE, 2, oneLine, 1024 * 16);

    var gone = stall();
    var both = List.of(read(LINES), read(LINES));
    for (var one : both) {
      assertThat(one.get(3, TimeUnit.MINUTES)).isEqualTo(extent(lines, 256 * 16));
    }
    long afterLines = heapUsed();
    assertThat(read(ONE_LINE).get(5, TimeUnit.MINUTES)).isEqualTo(extent(oneLine, 1024 * 16));
    long afterOneLine = heapUsed();
    var logs = LogServiceGrpc.newBlockingStub(channel);
    assertThat(
            logs.readLogs(ReadLogsRequest.newBuilder().setName(NAME + ONE_LINE).build())
                .getData()
                .size())
        .isEqualTo(1 << 20);
    var searched =
        logs.searchLogs(
            SearchLogsRequest.newBuilder().setName(NAME + ONE_LINE).setQuery("y").build());

    assertThat(searched.getScannedBytes()).isEqualTo(32 << 20);
    assertThat(coordinator.isAlive()).isTrue();
    assertThat(gone.getCount()).as("nobody who stalls was dropped yet").isEqualTo(STALLED);
    System.out.printf(
        Locale.ROOT,
        "heap: -Xmx%dm, 2 x 256 MiB of lines and one line of 1 GiB read beside %d that stall; used"
            + " after: %d MiB, %d MiB%n",
        HEAP_MIB,
        STALLED,
        afterLines >> 20,
        afterOneLine >> 20);
  }

  /** As a bundler prints: some of it new in each line. */
  private static byte[] lines() {
    var random = new Random(9);
    var text = new StringBuilder();
    while (text.length() < 65_536) {
      text.append(
          "dist/assets/index-%08x.js  %d.%02d kB%n"
              .formatted(random.nextInt(), random.nextInt(900), random.nextInt(100)));
    }
    return text.substring(0, 65_536).getBytes(UTF_8);
  }

  private void store(String build, int number, byte[] chunk, int count) throws Exception {
    run(
        """
        INSERT INTO build_request (build_id, tenant_id, project_id, chat_no, place, message_id, template, spec)
        VALUES ('%s', 't', 'p', %d, 256, '', 'custom', '{}')
        """
            .formatted(build, number));
    run(
        """
        INSERT INTO build_ended (build_id, tenant_id, project_id, state, attempt, losses, enqueue_time, last_sequence, end_from,
                                 end_body, progress, cancel_reason)
        VALUES ('%s', 't', 'p', 'CANCELLED', 0, 0, now(), 2, 'QUEUED', '{"kind": "CANCEL_ASKED"}', 0, 'enough')
        """
            .formatted(build));
    run(
        "INSERT INTO attempt_output (build_id, attempt, log_base, log_size) VALUES ('%s', 1, 0, %d)"
            .formatted(build, (long) count * chunk.length));
    var stored = NewChunk.of(UUID.fromString(build), 0, chunk);
    try (var statement =
        connection.prepareStatement(
            """
            INSERT INTO log_chunk (build_id, log_offset, raw_size, crc, codec, data)
            SELECT CAST(? AS uuid), 65536 * n, ?, ?, ?, ?
              FROM generate_series(CAST(0 AS bigint), ?) AS n
            """)) {
      statement.setString(1, build);
      statement.setInt(2, stored.rawSize());
      statement.setInt(3, stored.crc());
      statement.setString(4, stored.codec().name());
      statement.setBytes(5, stored.data());
      statement.setLong(6, count - 1L);
      assertThat(statement.executeUpdate()).isEqualTo(count);
    }
  }

  private static Extent extent(byte[] chunk, int count) {
    int crc = 0;
    for (int i = 0; i < count; i++) {
      crc = Crc32cCombine.of(crc, LogChunk.crcOf(chunk), chunk.length);
    }
    return new Extent((long) count * chunk.length, crc);
  }

  private CompletableFuture<Extent> read(String build) {
    return CompletableFuture.supplyAsync(
        () -> {
          var crc = new CRC32C();
          long[] size = new long[1];
          LogServiceGrpc.newBlockingStub(channel)
              .tailLogs(TailLogsRequest.newBuilder().setName(NAME + build).build())
              .forEachRemaining(
                  batch -> {
                    assertThat(batch.getOffset()).isEqualTo(size[0]);
                    size[0] += batch.getData().size();
                    crc.update(batch.getData().asReadOnlyByteBuffer());
                  });
          return new Extent(size[0], (int) crc.getValue());
        });
  }

  /** Followers that take one batch and no more; counts those that were dropped down. */
  private CountDownLatch stall() throws InterruptedException {
    var begun = new CountDownLatch(STALLED);
    var gone = new CountDownLatch(STALLED);
    for (var own : stalled) {
      LogServiceGrpc.newStub(own)
          .tailLogs(
              TailLogsRequest.newBuilder().setName(NAME + ONE_LINE).setFollow(true).build(),
              new ClientResponseObserver<TailLogsRequest, LogBatch>() {
                @Override
                public void beforeStart(ClientCallStreamObserver<TailLogsRequest> call) {
                  call.disableAutoRequestWithInitial(1);
                }

                @Override
                public void onNext(LogBatch batch) {
                  begun.countDown();
                }

                @Override
                public void onError(Throwable error) {
                  gone.countDown();
                }

                @Override
                public void onCompleted() {
                  gone.countDown();
                }
              });
    }
    assertThat(begun.await(1, TimeUnit.MINUTES))
        .as("%s have not begun, %s are left: %s", begun.getCount(), gone.getCount(), err())
        .isTrue();
    return gone;
  }

  private long heapUsed() throws Exception {
    try (var client = HttpClient.newHttpClient()) {
      var request = HttpRequest.newBuilder(URI.create("http://" + http + "/prometheus")).build();
      var metrics = client.send(request, BodyHandlers.ofString()).body();
      return metrics
          .lines()
          .filter(line -> line.startsWith("jvm_memory_used_bytes{area=\"heap\""))
          .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' '))))
          .sum();
    }
  }

  private Process coordinator(String database) throws IOException {
    var jdbc = property("url");
    var command =
        new ArrayList<>(
            List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-Xmx" + HEAP_MIB + "m",
                "-XX:+UseSerialGC",
                "-XX:+ExitOnOutOfMemoryError",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                "dev.slipway.coordinator.Application",
                "coordinator",
                "--db-url",
                "postgresql://%s:%s@%s/%s"
                    .formatted(
                        property("username"),
                        property("password"),
                        jdbc.substring(jdbc.indexOf("//") + 2, jdbc.lastIndexOf('/')),
                        database),
                "--data-dir=" + folder.resolve("data"),
                "--ready-file=" + folder.resolve("ready")));
    var builder =
        new ProcessBuilder(command)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(folder.resolve("err").toFile());
    // Some file: no build is submitted here, so that no runner is started.
    builder.environment().put("SLIPWAY_RUNNER_JAR", System.getProperty("java.home") + "/release");
    return builder.start();
  }

  private String err() {
    try {
      return Files.readString(folder.resolve("err"));
    } catch (IOException e) {
      return e.toString();
    }
  }

  private void run(String sql) throws Exception {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static Connection open(String database) throws Exception {
    var jdbc = property("url");
    return DriverManager.getConnection(
        jdbc.substring(0, jdbc.lastIndexOf('/') + 1) + database,
        property("username"),
        property("password"));
  }

  private static String property(String name) {
    return String.valueOf(TestDatabase.properties().get("datasources.default." + name));
  }

  private static String address(String ready, String what) {
    var match = Pattern.compile("\"" + what + "\":\"([^\"]+)\"").matcher(ready);
    assertThat(match.find()).isTrue();
    return match.group(1);
  }
}
