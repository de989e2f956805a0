package dev.slipway.runner.coordinator;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** A runner as a process of its own, started the way the local launcher starts it. */
public final class RunningRunner implements AutoCloseable {
  private final Path folder;
  private final String uid;
  private final Process process;

  private RunningRunner(Path folder, String uid, Process process) {
    this.folder = folder;
    this.uid = uid;
    this.process = process;
  }

  /** Starts one in {@code folder}, with a cache at {@code cache}. */
  public static RunningRunner start(FakeCoordinator coordinator, Path folder, Path cache)
      throws IOException {
    return start(coordinator.address(), folder, cache);
  }

  /** Starts one that is told to find its coordinator at {@code address}. */
  public static RunningRunner start(String address, Path folder, Path cache) throws IOException {
    return start(address, folder, cache, "");
  }

  /**
   * As above.
   *
   * @param more keys of the attempt file, in JSON, with a leading comma
   */
  public static RunningRunner start(String address, Path folder, Path cache, String more)
      throws IOException {
    String uid = UUID.randomUUID().toString();
    Files.createDirectories(folder);
    Files.writeString(
        folder.resolve("attempt.json"),
        """
        {"coordinator":"%s","build":"tenants/default/builds/b","attempt":1,"attemptUid":"%s","token":"%s","cacheDir":"%s"%s}
        """
            .formatted(address, uid, FakeCoordinator.TOKEN, cache, more));
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    words.add("--enable-native-access=ALL-UNNAMED");
    words.addAll(List.of("-cp", System.getProperty("java.class.path")));
    words.addAll(List.of("dev.slipway.runner.Runner", "attempt.json"));
    ProcessBuilder builder =
        new ProcessBuilder(words)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(new File(folder.toFile(), "runner.log"));
    builder.environment().put("SLIPWAY_ATTEMPT", uid);
    builder.environment().put("AWS_SECRET_ACCESS_KEY", "must-not-pass");
    return new RunningRunner(folder, uid, builder.start());
  }

  /** Its exit code; waits up to {@code seconds}. */
  public int exit(long seconds) throws InterruptedException, IOException {
    if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
      throw new AssertionError("the runner still runs: " + talk());
    }
    return process.exitValue();
  }

  public Path folder() {
    return folder;
  }

  public String talk() throws IOException {
    return Files.readString(folder.resolve("runner.log"));
  }

  /** Waits until the runner has said {@code text}. */
  public void awaitTalk(String text) {
    Awaitility.await().until(() -> talk().contains(text));
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  public void terminate() {
    process.destroy();
  }

  /**
   * Command lines of living processes that carry this attempt's uid, the runner itself left out.
   */
  public List<String> leftovers() throws IOException {
    byte[] mark = ("SLIPWAY_ATTEMPT=" + uid).getBytes(java.nio.charset.StandardCharsets.UTF_8);
    List<String> found = new ArrayList<>();
    try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
      for (Path each : processes.filter(RunningRunner::isProcess).toList()) {
        try {
          String environment =
              new String(
                  Files.readAllBytes(each.resolve("environ")),
                  java.nio.charset.StandardCharsets.UTF_8);
          if (environment.contains(new String(mark, java.nio.charset.StandardCharsets.UTF_8))
              && !each.endsWith(Long.toString(process.pid()))) {
            found.add(each + " " + Files.readString(each.resolve("cmdline")).replace('\0', ' '));
          }
        } catch (IOException e) {
          // It ended while we looked.
        }
      }
    }
    return found;
  }

  private static boolean isProcess(Path entry) {
    return entry.getFileName().toString().chars().allMatch(Character::isDigit);
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }
}
