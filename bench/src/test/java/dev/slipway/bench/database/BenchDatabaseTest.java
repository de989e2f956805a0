package dev.slipway.bench.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.bench.TestBenchDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(TestBenchDatabase.class)
class BenchDatabaseTest {
  @Test
  void theDatabaseIsDurableAndHasRoom(BenchDatabase database) throws Exception {
    assertThat(database.setting("fsync")).isEqualTo("on");
    assertThat(database.setting("synchronous_commit")).isEqualTo("on");
    assertThat(database.setting("full_page_writes")).isEqualTo("on");
    assertThat(database.setting("max_connections")).isEqualTo("200");
    assertThat(database.setting("shared_buffers")).isEqualTo("1GB");
  }

  @Test
  void anotherDatabaseOfTheServerIsAWorldOfItsOwn(BenchDatabase database) throws Exception {
    var other = database.another("other");
    TestRows.run(other, "CREATE TABLE public.only_there (x int)");

    other.close();

    assertThat(TestRows.number(other, "SELECT count(*) FROM public.only_there")).isZero();
    assertThat(
            TestRows.number(
                database, "SELECT count(*) FROM pg_tables WHERE tablename = 'only_there'"))
        .isZero();
    assertThat(other.name()).isEqualTo("other");
    assertThat(database.name()).isEmpty();
  }

  @Test
  void statementsAreCountedFromTheResetOn(BenchDatabase database) throws Exception {
    try (var counter = StatementCounter.on(database)) {
      TestRows.number(database, "SELECT 41 AS before_the_reset");
      counter.reset();
      TestRows.number(database, "SELECT 42 AS behind_the_reset");
      TestRows.number(database, "SELECT 42 AS behind_the_reset");

      assertThat(counter.calls()).isGreaterThanOrEqualTo(2);
      assertThat(counter.top(50)).anyMatch(line -> line.matches("2 calls, .*behind_the_reset"));
      assertThat(counter.serverTime()).isPositive().isLessThan(Duration.ofMinutes(1));
      assertThat(counter.top(50)).noneMatch(line -> line.contains("before_the_reset"));
    }
  }

  @Test
  void twoBenchesDoNotShareAFolder(@TempDir Path folder) throws Exception {
    var root = folder.resolve("work");

    try (var _ = WorkFolder.open(root, folder)) {
      assertThatThrownBy(() -> WorkFolder.open(root, folder))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageStartingWith("another bench works in ");
    }

    WorkFolder.open(root, folder).close();
  }

  @Test
  void aFolderIsEmptyAtTheBeginAndGoneAtTheEnd(@TempDir Path folder) throws Exception {
    var root = folder.resolve("work");
    Files.createDirectories(root.resolve("of/an/earlier/run"));
    var neighbour = Files.writeString(folder.resolve("neighbour"), "stays");

    try (var work = WorkFolder.open(root, folder)) {
      assertThat(root).isEmptyDirectory();
      Files.writeString(work.resolve("file"), "goes");
    }

    assertThat(root).doesNotExist();
    assertThat(neighbour).hasContent("stays");
  }
}
