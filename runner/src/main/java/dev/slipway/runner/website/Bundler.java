package dev.slipway.runner.website;

import java.util.List;
import java.util.Optional;

/** Tools whose pages are only pages after a build: an index.html beside them is their input. */
final class Bundler {
  private static final List<String> PACKAGES =
      List.of(
          "vite",
          "next",
          "nuxt",
          "astro",
          "@sveltejs/kit",
          "@angular/core",
          "react-scripts",
          "gatsby",
          "parcel",
          "webpack",
          "@rsbuild/core",
          "@rspack/core",
          "@11ty/eleventy",
          "vitepress",
          "@docusaurus/core");

  private Bundler() {}

  /** The first of them that the project depends on. */
  static Optional<String> of(Project project) {
    return PACKAGES.stream().filter(project::dependsOn).findFirst();
  }
}
