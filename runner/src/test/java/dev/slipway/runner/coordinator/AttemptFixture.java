package dev.slipway.runner.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.runner.v1.Plan;
import dev.slipway.runner.v1.PlanArchive.Format;
import dev.slipway.runner.v1.Result;
import dev.slipway.runner.v1.Result.Outcome;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** Runs whole attempts by a real runner and tells what came of them. */
public final class AttemptFixture implements AutoCloseable {
  private static final long EXIT_SECONDS = 120;

  private final Path temp;
  private final Path cache;
  private FakeCoordinator coordinator;

  /** Attempts below {@code temp}, tools kept in {@code cache}. */
  public AttemptFixture(Path temp, Path cache) {
    this.temp = temp;
    this.cache = cache;
  }

  /** Runs {@code plan} on {@code files}, name to content, to its end. */
  public Result run(Plan.Builder plan, Map<String, String> files) throws Exception {
    byte[] tar = tar(files);
    return run(plan.setSource(Plans.source(tar, Format.FORMAT_TAR)).build(), tar);
  }

  /** Runs {@code plan} to its end; {@code source} is what the coordinator's store holds. */
  public Result run(Plan plan, byte[] source) throws Exception {
    close();
    coordinator = FakeCoordinator.start(plan, source);
    try (RunningRunner runner = RunningRunner.start(coordinator, temp.resolve("attempt"), cache)) {
      assertThat(runner.exit(EXIT_SECONDS)).as(runner.talk()).isZero();
      assertThat(coordinator.heard().breaches()).isEmpty();
      return coordinator.heard().result().get(1, TimeUnit.SECONDS);
    }
  }

  /** What the last run's runner said. */
  public Conversation heard() {
    return coordinator.heard();
  }

  /** The last run's site: name to content. */
  public SortedMap<String, String> site(Result result) throws IOException {
    assertThat(result.getOutcome())
        .as(heard().logText() + result)
        .isEqualTo(Outcome.OUTCOME_SUCCEEDED);
    SortedMap<String, String> files = new TreeMap<>();
    byte[] zip = coordinator.artifacts().get(result.getArtifacts(0).getSha256());
    try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
      for (var entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        files.put(entry.getName(), new String(in.readAllBytes(), StandardCharsets.UTF_8));
      }
    }
    return files;
  }

  public static byte[] tar(Map<String, String> files) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes, "UTF-8")) {
      for (Map.Entry<String, String> file : files.entrySet()) {
        byte[] content = file.getValue().getBytes(StandardCharsets.UTF_8);
        TarArchiveEntry entry = new TarArchiveEntry(file.getKey());
        entry.setSize(content.length);
        tar.putArchiveEntry(entry);
        tar.write(content);
        tar.closeArchiveEntry();
      }
    }
    return bytes.toByteArray();
  }

  @Override
  public void close() {
    if (coordinator != null) {
      coordinator.close();
    }
  }
}
