package dev.slipway.runner.website;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutputFinderTest {
  @TempDir Path root;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "dist",
        "build",
        "out",
        ".output/public",
        "dist/my-app/browser",
        "dist/client",
        "_site",
        "public",
        "docs/.vitepress/dist",
        "storybook-static",
        "some/folder/of/its/own"
      })
  void folderThatTheBuildWroteIsFound(String folder) throws Exception {
    page("");
    IndexFiles before = IndexFiles.in(root);

    page(folder);
    page(folder + "/about");
    page("node_modules/x/dist");
    page(".next/server/app");

    assertThat(OutputFinder.written(before, IndexFiles.in(root))).contains(Path.of(folder));
  }

  @Test
  void folderThatWasThereBeforeIsNotTakenForTheBuilds() throws Exception {
    page("dist");
    IndexFiles before = IndexFiles.in(root);

    page("out");

    assertThat(OutputFinder.written(before, IndexFiles.in(root))).contains(Path.of("out"));
  }

  @Test
  void folderThatWasWrittenAgainIsTheBuilds() throws Exception {
    page("dist");
    IndexFiles before = IndexFiles.in(root);

    Files.delete(root.resolve("dist/index.html"));
    page("dist");

    assertThat(OutputFinder.written(before, IndexFiles.in(root))).contains(Path.of("dist"));
  }

  @Test
  void buildThatWroteNoPageHasNoOutput() throws Exception {
    page("");
    IndexFiles before = IndexFiles.in(root);

    assertThat(OutputFinder.written(before, IndexFiles.in(root))).isEmpty();
  }

  @Test
  void plainHtmlLiesAtTheTopOrWhereItUsuallyDoes() throws Exception {
    page("public");
    assertThat(OutputFinder.asItCame(IndexFiles.in(root))).contains(Path.of("public"));

    page("");
    assertThat(OutputFinder.asItCame(IndexFiles.in(root))).contains(Path.of(""));
  }

  private void page(String folder) throws Exception {
    Files.createDirectories(root.resolve(folder));
    Files.writeString(root.resolve(folder).resolve("index.html"), "<h1>page</h1>");
  }
}
