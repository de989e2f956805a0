package dev.slipway.runner.website;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckChoiceTest {
  @TempDir Path root;

  @Test
  void viteReactFailsWhereItsBuildWould() throws Exception {
    assertThat(choice("\"build\":\"tsc -b && vite build\"", "react"))
        .isEqualTo(new CheckChoice.AsBuild("tsc -b"));
  }

  @Test
  void plainCompilerOfTheBuildWritesNothing() throws Exception {
    assertThat(choice("\"build\":\"tsc && vite build\"", "react"))
        .isEqualTo(new CheckChoice.AsBuild("tsc --noEmit"));
    assertThat(choice("\"build\":\"tsc --noEmit && vite build\"", "react"))
        .isEqualTo(new CheckChoice.AsBuild("tsc --noEmit"));
  }

  @Test
  void vueRunsItsCheckBesideTheBuild() throws Exception {
    assertThat(
            choice(
                "\"build\":\"run-p type-check \\\"build-only {@}\\\" --\","
                    + "\"build-only\":\"vite build\",\"type-check\":\"vue-tsc --build\"",
                "vue"))
        .isEqualTo(new CheckChoice.AsBuild("vue-tsc --build"));
  }

  @Test
  void checkAfterOtherWorkIsLeftToTheBuild() throws Exception {
    assertThat(choice("\"build\":\"node generate.js && tsc && vite build\"", "react"))
        .isInstanceOf(CheckChoice.Skip.class);
    assertThat(
            choice(
                "\"prebuild\":\"node generate.js\",\"build\":\"npm run check && vite"
                    + " build\",\"check\":\"tsc\"",
                "react"))
        .isInstanceOf(CheckChoice.Skip.class);
    assertThat(choice("\"build\":\"cd app && tsc\"", "react")).isInstanceOf(CheckChoice.Skip.class);
  }

  @Test
  void checkThatTheBuildDoesNotRunIsAdvice() throws Exception {
    assertThat(choice("\"build\":\"vite build\",\"typecheck\":\"tsc --noEmit\"", "react"))
        .isEqualTo(new CheckChoice.Advice("npm run typecheck"));
    assertThat(choice("\"build\":\"vite build\"", "react"))
        .isEqualTo(new CheckChoice.Advice("tsc --noEmit"));
  }

  @Test
  void scriptNamedCheckThatChecksSomethingElseIsNotRun() throws Exception {
    assertThat(choice("\"build\":\"vite build\",\"check\":\"biome check --write\"", "react"))
        .isEqualTo(new CheckChoice.Advice("tsc --noEmit"));
  }

  @Test
  void frameworksThatMakeTypesLaterAreNotCheckedBefore() throws Exception {
    for (String framework : new String[] {"next", "astro", "@sveltejs/kit", "nuxt"}) {
      assertThat(choice("\"build\":\"its build\"", framework))
          .isInstanceOfSatisfying(
              CheckChoice.Skip.class, skip -> assertThat(skip.why()).contains(framework));
    }
  }

  @Test
  void withoutTypeScriptThereIsNothingToCheck() throws Exception {
    CheckChoice choice = choice("\"build\":\"tsc\"", "react");
    Files.delete(root.resolve("node_modules/.bin/tsc"));

    assertThat(choice).isInstanceOf(CheckChoice.AsBuild.class);
    assertThat(CheckChoice.of(Project.in(root).orElseThrow())).isInstanceOf(CheckChoice.Skip.class);
  }

  @Test
  void scriptsThatCallEachOtherInACircleEnd() throws Exception {
    assertThat(choice("\"build\":\"npm run a\",\"a\":\"npm run build\"", "react")).isNotNull();
  }

  private CheckChoice choice(String scripts, String dependency) throws Exception {
    Files.writeString(
        root.resolve("package.json"),
        "{\"scripts\":{" + scripts + "},\"dependencies\":{\"" + dependency + "\":\"*\"}}");
    Files.writeString(root.resolve("tsconfig.json"), "{}");
    Path tsc = root.resolve("node_modules/.bin/tsc");
    Files.createDirectories(tsc.getParent());
    Files.writeString(tsc, "");
    assertThat(tsc.toFile().setExecutable(true)).isTrue();
    return CheckChoice.of(Project.in(root).orElseThrow());
  }
}
