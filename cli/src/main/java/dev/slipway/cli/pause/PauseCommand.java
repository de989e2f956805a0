package dev.slipway.cli.pause;

import dev.slipway.cli.link.Deadline;
import dev.slipway.cli.option.Moment;
import dev.slipway.cli.option.OutputOption;
import dev.slipway.cli.option.RequestIdOption;
import dev.slipway.cli.option.ScopeOption;
import dev.slipway.cli.option.ServerOptions;
import dev.slipway.cli.option.TimeSpan;
import dev.slipway.cli.outcome.ExitCode;
import dev.slipway.cli.outcome.Problem;
import dev.slipway.cli.shell.Shell;
import dev.slipway.cli.shell.Words;
import dev.slipway.v1.Pause;
import dev.slipway.v1.PauseQueueRequest;
import dev.slipway.v1.QueueServiceGrpc;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Pauses a scope. */
@Command(
    name = "pause",
    description = {
      "Lets nothing of a scope start until it is resumed; what runs goes on.",
      "The scope must be named, `cluster` for everything. Repeating it replaces the reason and the"
          + " time."
    },
    footer = "%nExample: slipway pause tenants/acme --for 10m --reason 'their site is moving'")
public final class PauseCommand implements Callable<Integer> {
  private final Shell shell;
  @Mixin private final ServerOptions server;
  @Mixin private final OutputOption output;
  @Mixin private final RequestIdOption requestId = new RequestIdOption();
  @Mixin private final ScopeOption scope = new ScopeOption();

  @Option(
      names = "--drain",
      fallbackValue = "true",
      description = "Also stops what runs; it goes back to its place and counts as not tried.")
  private boolean drain;

  @Option(names = "--reason", paramLabel = "TEXT", description = "For whoever wonders later.")
  private String reason = "";

  @Option(
      names = "--for",
      paramLabel = "TIME",
      converter = TimeSpan.class,
      description = "It ends by itself after this, as in 10m. Default: never.")
  private @Nullable Duration length;

  @Option(
      names = "--until",
      paramLabel = "TIME",
      converter = Moment.Word.class,
      description = "It ends by itself then, as in 2026-11-26T08:00.")
  private @Nullable Moment until;

  @Option(names = "--by", paramLabel = "WHO", description = "Who pauses it. Default: $$USER.")
  private @Nullable String by;

  public PauseCommand(Shell shell) {
    this.shell = shell;
    this.server = new ServerOptions(shell);
    this.output = new OutputOption(shell);
  }

  @Override
  public Integer call() {
    PauseQueueRequest request =
        PauseQueueRequest.newBuilder().setPause(pause()).setRequestId(requestId.id()).build();
    Pause made =
        server.ask(
            channel ->
                Deadline.on(QueueServiceGrpc.newBlockingV2Stub(channel)).pauseQueue(request));
    output.show(
        made,
        () -> {
          shell.say("nothing of " + made.getScope() + " starts " + end(made));
          shell.print(made.getScope());
        });
    return 0;
  }

  private Pause pause() {
    Pause.Builder pause =
        Pause.newBuilder()
            .setScope(scope.named(server))
            .setMode(drain ? Pause.Mode.MODE_DRAIN : Pause.Mode.MODE_HOLD)
            .setReason(reason)
            .setPausedBy(who());
    Instant end = end();
    return end == null ? pause.build() : pause.setUntilTime(Words.timestamp(end)).build();
  }

  private @Nullable Instant end() {
    if (length != null && until != null) {
      throw new Problem(ExitCode.USAGE, "give --for or --until, not both");
    }
    Instant now = shell.clock().instant();
    return length != null ? now.plus(length) : until != null ? until.seenFrom(now) : null;
  }

  private String who() {
    String user = by == null ? shell.variable("USER") : by;
    if (user == null) {
      throw new Problem(ExitCode.USAGE, "nobody is named in $USER: say who pauses it with --by");
    }
    return user;
  }

  private static String end(Pause made) {
    return made.hasUntilTime()
        ? "until " + Words.time(made.getUntilTime())
        : "until `slipway resume " + made.getScope() + "`";
  }
}
