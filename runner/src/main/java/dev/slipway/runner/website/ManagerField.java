package dev.slipway.runner.website;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Field {@code packageManager} of package.json, as corepack reads it.
 *
 * @param version exact
 */
record ManagerField(Manager manager, String version) {
  private static final Pattern FORMAT =
      Pattern.compile("(npm|pnpm|yarn)@(\\d+\\.\\d+\\.\\d+[-.0-9A-Za-z]*)(\\+.*)?");

  /** Empty when there is none, or one that names no exact version of a manager we know. */
  static Optional<ManagerField> of(Project project) {
    Matcher field = FORMAT.matcher(project.packageManager().orElse(""));
    if (!field.matches()) {
      return Optional.empty();
    }
    String version = field.group(2);
    Manager manager =
        switch (field.group(1)) {
          case "npm" -> Manager.NPM;
          case "pnpm" -> Manager.PNPM;
          default -> version.startsWith("1.") ? Manager.YARN_CLASSIC : Manager.YARN_BERRY;
        };
    return Optional.of(new ManagerField(manager, version));
  }

  static boolean isBerry(Project project) {
    return of(project).filter(field -> field.manager == Manager.YARN_BERRY).isPresent();
  }
}
