package dev.slipway.e2e.layout;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.slipway.e2e.Checkout;
import dev.slipway.e2e.Folders;
import dev.slipway.e2e.layout.fixture.bad.Hoarder;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Imports run one way, as docs/layout.md says. */
class LayoutTest {

  private static final String FIXTURE = "dev.slipway.e2e.layout.fixture.";

  private static final String HONEST_TABLE =
      """
      | package | in → out | may import |
      |---|---|---|
      | `good` | | – |
      | `bad` | | `good` |
      | `lonely` | | – |
      """;

  @Test
  void everyImportIsInTheTable() {
    var document = Document.parse(Folders.read(Checkout.file("docs/layout.md")));
    var classes =
        new ClassFileImporter()
            .importPaths(
                Stream.of("coordinator", "runner", "cli")
                    .map(module -> Checkout.file(module + "/target/classes"))
                    .toList());

    var differences = new Layout("dev.slipway.", document, classes).differences();

    assertThat(document.rooms()).isNotEmpty();
    assertThat(differences).isEmpty();
  }

  @Test
  void anHonestTableHasNoDifferences() {
    assertThat(fixture(HONEST_TABLE).differences()).isEmpty();
  }

  @Test
  void anImportThatTheTableDoesNotAllowIsNamedWithItsRow() {
    var differences = fixture(HONEST_TABLE.replace("`good` |\n| `lonely`", "– |\n| `lonely`"));

    assertThat(differences.differences())
        .containsExactly(
            "bad.Hoarder imports good.Treasure, but the row `bad` of docs/layout.md allows: none.");
  }

  @Test
  void aPackageWithoutARowIsNamed() {
    var differences = fixture(HONEST_TABLE.replace("| `lonely` | | – |\n", ""));

    assertThat(differences.differences())
        .containsExactly("The package `lonely` has no row in docs/layout.md.");
  }

  @Test
  void aRowWithoutAPackageIsNamed() {
    var differences = fixture(HONEST_TABLE + "| `gone` | | – |\n");

    assertThat(differences.differences())
        .containsExactly("The row `gone` of docs/layout.md has no package.");
  }

  @Test
  void aCycleIsToldOnce() {
    var differences = fixture(HONEST_TABLE.replace("| `good` | | – |", "| `good` | | `bad` |"));

    assertThat(differences.differences())
        .containsExactly("docs/layout.md allows a cycle: bad → good → bad.");
  }

  @Test
  void theOutsideIsTouchedOnlyWhereTheTableSays() {
    var elsewhere =
        """

        | outside | names | only in |
        |---|---|---|
        | zip files | `java.util.zip` | `good`, `bad:Other*` |
        """;
    var here = elsewhere.replace("Other*", "Hoard*");

    assertThat(fixture(HONEST_TABLE + elsewhere).differences())
        .containsExactly(
            "bad.Hoarder uses java.util.zip.CRC32, but docs/layout.md keeps zip files in: good,"
                + " bad:Other*.");
    assertThat(fixture(HONEST_TABLE + here).differences()).isEmpty();
  }

  private static Layout fixture(String table) {
    var classes =
        new ClassFileImporter()
            .importPackages(Hoarder.class.getPackageName().replaceAll("\\.bad$", ""));
    return new Layout(FIXTURE, Document.parse(table), classes);
  }
}
