package dev.slipway.coordinator.embedded;

import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code up}: an embedded coordinator in the foreground, until a signal or the end of stdin. */
@Command(
    name = "up",
    description = "Runs a coordinator with its own Postgres on this machine, in the foreground.",
    footer = {
      "",
      "Builds run as local processes with your rights: use it for code you trust.",
      "Ctrl-C or SIGTERM stops it. Exit codes: 0 stopped, 1 could not start, 2 bad option."
    },
    sortOptions = false,
    mixinStandardHelpOptions = true,
    defaultValueProvider = EnvironmentDefaults.class)
public final class UpCommand implements Callable<Integer> {
  @Option(
      names = "--db-url",
      paramLabel = "URL",
      converter = DatabaseUrl.Converter.class,
      description =
          "Use this Postgres instead, as in postgresql://user:password@host:5432/slipway"
              + " (SLIPWAY_DB_URL). Any number of coordinators may share one.")
  private @Nullable DatabaseUrl database;

  @Mixin private ServeOptions serve = new ServeOptions();

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException {
    return serve.serve(Objects.requireNonNull(spec).commandLine(), database, true);
  }
}
