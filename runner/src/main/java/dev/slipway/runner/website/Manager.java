package dev.slipway.runner.website;

import java.util.List;

/** A package manager, and the words by which it installs. */
enum Manager {
  /** With package-lock.json or npm-shrinkwrap.json, or no lockfile at all. */
  NPM(
      "npm",
      "ci --include=dev --no-audit --no-fund --no-progress",
      "install --include=dev --no-audit --no-fund --no-progress"),
  /** With pnpm-lock.yaml. */
  PNPM(
      "pnpm",
      "install --frozen-lockfile --prod=false",
      "install --no-frozen-lockfile --prod=false"),
  /** With a yarn.lock of version 1. */
  YARN_CLASSIC(
      "yarn",
      "install --frozen-lockfile --production=false --non-interactive --no-progress",
      "install --production=false --non-interactive --no-progress"),
  /** With a yarn.lock of a later version. */
  YARN_BERRY("yarn", "install --immutable", "install --no-immutable");

  private final String program;
  private final String frozen;
  private final String plain;

  Manager(String program, String frozen, String plain) {
    this.program = program;
    this.frozen = frozen;
    this.plain = plain;
  }

  String program() {
    return program;
  }

  /** The words that install exactly what the lockfile says, or fail. */
  List<String> frozenInstall() {
    return List.of(frozen.split(" ", -1));
  }

  /** The words that install what package.json says, as near to the lockfile as that allows. */
  List<String> plainInstall() {
    return List.of(plain.split(" ", -1));
  }
}
