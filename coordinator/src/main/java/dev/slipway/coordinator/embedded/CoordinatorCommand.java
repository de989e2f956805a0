package dev.slipway.coordinator.embedded;

import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code coordinator}: one more coordinator on a Postgres that is there. */
@Command(
    name = "coordinator",
    description = "Runs a coordinator on an existing Postgres, in the foreground.",
    footer = {
      "",
      "Any number of them may share one database: each takes submits, dispatches, and takes back"
          + " the",
      "builds of one that dies. On one machine they share --data-dir. The database's tables are"
          + " made or",
      "brought up to date at the start. A coordinator started by `slipway up` keeps the URL of its",
      "database in coordinator.json of its data dir.",
      "Ctrl-C or SIGTERM stops it. Exit codes: 0 stopped, 1 could not start, 2 bad option.",
      "",
      "Example: slipway coordinator --db-url postgresql://slipway:secret@127.0.0.1:5432/slipway"
    },
    sortOptions = false,
    mixinStandardHelpOptions = true,
    defaultValueProvider = EnvironmentDefaults.class)
public final class CoordinatorCommand implements Callable<Integer> {
  @Option(
      names = "--db-url",
      paramLabel = "URL",
      required = true,
      converter = DatabaseUrl.Converter.class,
      description =
          "The Postgres, as in postgresql://user:password@host:5432/slipway (SLIPWAY_DB_URL).")
  private @Nullable DatabaseUrl database;

  @Mixin private ServeOptions serve = new ServeOptions();

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException {
    return serve.serve(Objects.requireNonNull(spec).commandLine(), database, false);
  }
}
