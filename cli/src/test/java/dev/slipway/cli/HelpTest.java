package dev.slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.cli.shell.Shell;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** What {@code --help} says of each command that does something. */
class HelpTest {
  private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");

  @ParameterizedTest
  @MethodSource("commands")
  void helpHasASynopsisExitCodesAndAnExampleThatTheCommandTakes(String name, CommandLine command) {
    String help = command.getUsageMessage();

    assertThat(help).startsWith("Usage: slipway " + name).contains("Exit codes:");
    assertThat(help).contains("\nExample: ");
    // On one line, so that it can be copied.
    String example = help.substring(help.indexOf("\nExample: ") + 10).strip();
    assertThat(example).contains("slipway " + name).doesNotContain("\n");
    if (example.startsWith("slipway ")) {
      commandLine().parseArgs(words(example.replaceFirst(" > .*", "")));
    }
  }

  static Stream<org.junit.jupiter.params.provider.Arguments> commands() {
    List<CommandLine> leaves = new ArrayList<>();
    collect(commandLine(), leaves);
    return leaves.stream()
        .map(
            leaf ->
                org.junit.jupiter.params.provider.Arguments.of(
                    leaf.getCommandSpec().qualifiedName().substring("slipway ".length()), leaf));
  }

  private static CommandLine commandLine() {
    return Slipway.commandLine(Shell.ofProcess());
  }

  private static void collect(CommandLine command, List<CommandLine> leaves) {
    for (CommandLine sub : command.getSubcommands().values()) {
      boolean isHelp = sub.getCommandSpec().helpCommand();
      if (!isHelp && sub.getCommand() instanceof java.util.concurrent.Callable) {
        leaves.add(sub);
      }
      collect(sub, leaves);
    }
  }

  // As a shell splits them, as far as the examples need it.
  private static String[] words(String example) {
    List<String> words = new ArrayList<>();
    Matcher matcher = WORD.matcher(example);
    while (matcher.find()) {
      words.add(matcher.group(1) == null ? matcher.group(2) : matcher.group(1));
    }
    return words.subList(1, words.size()).toArray(String[]::new);
  }
}
