package dev.slipway.runner.coordinator;

import dev.slipway.runner.v1.Event;
import dev.slipway.runner.v1.Plan;
import dev.slipway.runner.v1.PlanArchive;
import dev.slipway.runner.v1.Result;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/**
 * Builds a folder by hand, without a coordinator: {@code BuildFolder website FOLDER SCRATCH CACHE
 * [k=v …]}.
 */
public final class BuildFolder {
  private BuildFolder() {}

  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments[1]);
    Path scratch = Path.of(arguments[2]);
    byte[] tar = pack(folder);
    Plan.Builder plan = arguments[0].equals("website") ? Plans.website() : Plans.snippet();
    plan.setSource(Plans.source(tar, PlanArchive.Format.FORMAT_TAR));
    for (int i = 4; i < arguments.length; i++) {
      String[] parameter = arguments[i].split("=", 2);
      plan.putParameters(parameter[0], parameter[1]);
    }
    try (FakeCoordinator coordinator = FakeCoordinator.start(plan.build(), tar)) {
      coordinator.heard().follow(System.out::print);
      try (RunningRunner runner =
          RunningRunner.start(coordinator, scratch, Path.of(arguments[3]))) {
        int exit = runner.exit(1200);
        Result result = coordinator.heard().result().getNow(Result.getDefaultInstance());
        coordinator.heard().events().forEach(BuildFolder::print);
        System.out.println("exit " + exit + "\n" + result + coordinator.heard().breaches());
        System.out.println(runner.talk());
        for (var artifact : coordinator.artifacts().values()) {
          Files.write(scratch.resolve("artifact"), artifact);
        }
      }
    }
  }

  private static void print(Event event) {
    System.out.println(event.toString().replace('\n', ' '));
  }

  static byte[] pack(Path folder) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes, "UTF-8");
        Stream<Path> files = Files.walk(folder)) {
      tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        Path name = folder.relativize(file);
        if (Stream.of("node_modules", ".git")
            .noneMatch(s -> Set.of(name.toString().split("/")).contains(s))) {
          tar.putArchiveEntry(new TarArchiveEntry(file, name.toString()));
          Files.copy(file, tar);
          tar.closeArchiveEntry();
        }
      }
    }
    return bytes.toByteArray();
  }
}
