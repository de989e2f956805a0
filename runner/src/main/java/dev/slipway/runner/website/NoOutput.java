package dev.slipway.runner.website;

import dev.slipway.runner.step.Reason;
import dev.slipway.runner.step.StepFailed;

/** Says why there is nothing to publish, in the words of the framework that was used. */
final class NoOutput {
  private static final String ANY =
      "Let the build write an index.html, or name the folder by parameter output_dir.";

  private NoOutput() {}

  static StepFailed after(Project project) {
    if (project.dependsOn("next") && project.has(".next")) {
      return failed(
          "Next.js built a server (.next), not a folder of files.",
          "Set `output: 'export'` in next.config; the site is then written to out/.");
    }
    if (project.has(".output/server")) {
      return failed(
          "The build made a server (.output/server) and no index.html.",
          "Let the script `build` run `nuxt generate`, or set the preset `static`.");
    }
    if (project.dependsOn("@sveltejs/kit")) {
      return failed(
          "SvelteKit built no static site.",
          "Use @sveltejs/adapter-static in svelte.config.js, with `prerender = true` or a fallback"
              + " page.");
    }
    return failed("The build wrote no folder with an index.html.", ANY);
  }

  static StepFailed plain() {
    return failed(
        "There is no package.json and no index.html, neither at the top nor in public/, dist/,"
            + " build/, out/ or docs/.",
        "Add an index.html, or name the folder by parameter output_dir.");
  }

  private static StepFailed failed(String message, String hint) {
    return new StepFailed(Reason.CONFIG_ERROR, message, hint);
  }
}
