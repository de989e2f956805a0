package dev.slipway.runner.website;

import java.util.regex.Pattern;

/** Commands that check types. */
final class Checker {
  private static final Pattern COMMAND =
      Pattern.compile(
          "(npx (--no-install |--no )?)?(tsc|vue-tsc|svelte-check|astro check|nuxi typecheck|nuxt"
              + " typecheck)(\\s.*)?");

  /**
   * With these, `--noEmit` is refused, or says what is said already, or changes what is looked at.
   */
  private static final Pattern KEEP_AS_IS =
      Pattern.compile(".*\\s(-b|--build|--noEmit|--emitDeclarationOnly|--watch|-w)(\\s.*)?");

  private static final Pattern COMPILER = Pattern.compile("(npx \\S* ?)?(vue-)?tsc(\\s.*)?");

  private Checker() {}

  static boolean is(String command) {
    return COMMAND.matcher(command).matches();
  }

  /** The same check without files written, where that is only a matter of one more word. */
  static String withoutEmit(String command) {
    boolean addable = COMPILER.matcher(command).matches() && !KEEP_AS_IS.matcher(command).matches();
    return addable ? command + " --noEmit" : command;
  }
}
