package dev.slipway.runner.website;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The commands of a script of package.json, with the scripts that it calls put in their place. Only
 * as much shell is understood as such scripts use; what is not understood counts as some other
 * command, and nothing is concluded from it.
 *
 * @param firstCommands those that run with nothing before them
 * @param allCommands all of them
 */
record BuildScript(List<String> firstCommands, List<String> allCommands) {
  private static final int CALLS_DEEP_MAX = 5;

  private static final Pattern SEPARATOR = Pattern.compile("\\s*(?:&&|\\|\\||;|\\||&)\\s*");
  private static final Pattern CALL =
      Pattern.compile("(?:npm|pnpm|yarn|bun) run (?:-s |--silent )?([\\w:.-]+)( --)?");
  private static final Pattern PARALLEL =
      Pattern.compile("(?:run-p|npm-run-all (?:-p|--parallel)) (.*)");
  private static final Pattern SEQUENCE = Pattern.compile("(?:run-s|npm-run-all(?: -s)?) (.*)");
  private static final Pattern NAME =
      Pattern.compile("\"([\\w:.-]+)[^\"]*\"|'([\\w:.-]+)[^']*'|(?<!\\S)([\\w:.][\\w:.-]*)");

  /** The script {@code build}, its `prebuild` before it. */
  static BuildScript of(Project project) {
    return of(project, "build");
  }

  /** The script {@code name}; nothing when there is none. */
  static BuildScript of(Project project, String name) {
    return script(project, name, 0);
  }

  private static BuildScript script(Project project, String name, int deep) {
    List<BuildScript> parts = new ArrayList<>();
    if (deep <= CALLS_DEEP_MAX) {
      Stream.of("pre" + name, name)
          .flatMap(each -> project.script(each).stream())
          .flatMap(SEPARATOR::splitAsStream)
          .filter(command -> !command.isBlank())
          .forEach(command -> parts.add(command(project, command.strip(), deep)));
    }
    return sequence(parts);
  }

  private static BuildScript command(Project project, String command, int deep) {
    Matcher call = CALL.matcher(command);
    if (call.matches()) {
      return script(project, call.group(1), deep + 1);
    }
    Matcher parallel = PARALLEL.matcher(command);
    if (parallel.matches()) {
      List<BuildScript> parts = called(project, parallel.group(1), deep);
      return new BuildScript(
          parts.stream().flatMap(part -> part.firstCommands.stream()).toList(),
          parts.stream().flatMap(part -> part.allCommands.stream()).toList());
    }
    Matcher sequence = SEQUENCE.matcher(command);
    if (sequence.matches()) {
      return sequence(called(project, sequence.group(1), deep));
    }
    return new BuildScript(List.of(command), List.of(command));
  }

  private static List<BuildScript> called(Project project, String names, int deep) {
    return NAME.matcher(names)
        .results()
        .map(
            name ->
                Stream.of(1, 2, 3).map(name::group).filter(g -> g != null).findFirst().orElse(""))
        .map(name -> script(project, name, deep + 1))
        .toList();
  }

  private static BuildScript sequence(List<BuildScript> parts) {
    return new BuildScript(
        parts.isEmpty() ? List.of() : parts.getFirst().firstCommands,
        parts.stream().flatMap(part -> part.allCommands.stream()).toList());
  }
}
