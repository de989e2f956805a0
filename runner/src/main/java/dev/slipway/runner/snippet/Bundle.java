package dev.slipway.runner.snippet;

import dev.slipway.runner.artifact.Publication;
import dev.slipway.runner.step.Ending;
import dev.slipway.runner.step.Step;
import dev.slipway.runner.step.StepContext;
import dev.slipway.runner.step.StepFailed;
import dev.slipway.runner.tool.Shelf;
import dev.slipway.runner.v1.ResultArtifact;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** Bundles the file with esbuild and stores {@code bundle.js}. */
public final class Bundle implements Step {
  /**
   * Where the bundle lies within TMPDIR, with a package.json that says which kind of module it is.
   */
  static final String FOLDER = "bundle";

  private static final String ESBUILD = "0.28.2";

  /**
   * What only an ES module may hold; a file with none of it may use require and __dirname instead.
   */
  private static final Pattern MODULE =
      Pattern.compile(
          "^\\s*(import\\b(?!\\s*\\()|export\\b)|\\bawait\\b|\\bimport\\.meta\\b",
          Pattern.MULTILINE);

  /** esbuild's stand-in for require looks for a global one; an ES module has none. */
  private static final String REQUIRE =
      "import{createRequire as __slipwayRequire}from'node:module';"
          + "globalThis.require??=__slipwayRequire(import.meta.url);";

  private final Consumer<ResultArtifact> artifacts;

  /** What is stored is given to {@code artifacts}. */
  public Bundle(Consumer<ResultArtifact> artifacts) {
    this.artifacts = artifacts;
  }

  @Override
  public String title(StepContext context) {
    try {
      return "esbuild " + Entry.of(context.folders().work(), context.parameter("entry"));
    } catch (IOException | StepFailed e) {
      return "esbuild"; // The step itself will say what is wrong.
    }
  }

  @Override
  public Ending run(StepContext context) throws StepFailed, IOException, InterruptedException {
    Path entry = Entry.of(context.folders().work(), context.parameter("entry"));
    Path esbuild = new Shelf(context).programs("esbuild", ESBUILD).resolve("esbuild");
    Path folder = context.folders().tmp().resolve(FOLDER);
    Files.createDirectories(folder);
    boolean module = isModule(context.folders().work().resolve(entry));
    Files.writeString(
        folder.resolve("package.json"), "{\"type\":\"" + (module ? "module" : "commonjs") + "\"}");
    Path bundle = folder.resolve("bundle.js");
    int exit = context.run(words(esbuild, entry, module, bundle), Map.of());
    if (exit != 0) {
      throw StepFailed.command(
          title(context),
          exit,
          "Mend what esbuild names in the last lines; a snippet can import Node's own modules and"
              + " its own files, no packages.");
    }
    artifacts.accept(new Publication(context).file(bundle, "bundle.js", "text/javascript", false));
    return Ending.DONE;
  }

  private static List<String> words(Path esbuild, Path entry, boolean module, Path bundle) {
    String banner = module ? "--banner:js=" + REQUIRE : "--banner:js=";
    return List.of(
        esbuild.toString(),
        "./" + entry,
        "--bundle",
        "--platform=node",
        "--target=node20",
        "--format=" + (module ? "esm" : "cjs"),
        "--log-level=info",
        "--color=false",
        banner,
        "--outfile=" + bundle);
  }

  private static boolean isModule(Path file) throws IOException {
    return !file.toString().matches(".*\\.c[jt]s") && MODULE.matcher(Files.readString(file)).find();
  }
}
