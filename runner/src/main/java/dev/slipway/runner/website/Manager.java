package dev.slipway.runner.website;

import java.util.List;

/** A package manager, and the words by which it installs. */
enum Manager {
  /** With package-lock.json or npm-shrinkwrap.json, or no lockfile at all. */
  NPM(
      "npm",
      List.of("ci", "--include=dev", "--no-audit", "--no-fund", "--no-progress"),
      List.of("install", "--include=dev", "--no-audit", "--no-fund", "--no-progress")),
  /** With pnpm-lock.yaml. */
  PNPM(
      "pnpm",
      List.of("install", "--frozen-lockfile", "--prod=false"),
      List.of("install", "--no-frozen-lockfile", "--prod=false")),
  /** With a yarn.lock of version 1. */
  YARN_CLASSIC(
      "yarn",
      List.of(
          "install",
          "--frozen-lockfile",
          "--production=false",
          "--non-interactive",
          "--no-progress"),
      List.of("install", "--production=false", "--non-interactive", "--no-progress")),
  /** With a yarn.lock of a later version. */
  YARN_BERRY("yarn", List.of("install", "--immutable"), List.of("install", "--no-immutable"));

  private final String program;
  private final List<String> frozen;
  private final List<String> plain;

  Manager(String program, List<String> frozen, List<String> plain) {
    this.program = program;
    this.frozen = frozen;
    this.plain = plain;
  }

  String program() {
    return program;
  }

  /** Installs exactly what the lockfile says, or fails. */
  List<String> frozenInstall() {
    return frozen;
  }

  /** Installs what package.json says, as near to the lockfile as that allows. */
  List<String> plainInstall() {
    return plain;
  }
}
