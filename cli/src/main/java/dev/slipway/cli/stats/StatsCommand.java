package dev.slipway.cli.stats;

import com.google.protobuf.util.Durations;
import dev.slipway.cli.link.Deadline;
import dev.slipway.cli.option.OutputOption;
import dev.slipway.cli.option.ScopeOption;
import dev.slipway.cli.option.ServerOptions;
import dev.slipway.cli.option.TimeSpan;
import dev.slipway.cli.shell.Shell;
import dev.slipway.cli.shell.Words;
import dev.slipway.v1.GetQueueStatsRequest;
import dev.slipway.v1.QueueServiceGrpc;
import dev.slipway.v1.QueueStats;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows how a scope is doing. */
@Command(
    name = "stats",
    description = "Shows how a scope is doing: depths, throughput, success rate, durations.",
    footer = "%nExample: slipway stats cluster --window 24h")
public final class StatsCommand implements Callable<Integer> {
  private final Shell shell;
  @Mixin private final ServerOptions server;
  @Mixin private final OutputOption output;
  @Mixin private final ScopeOption scope = new ScopeOption();

  @Option(
      names = "--window",
      paramLabel = "TIME",
      converter = TimeSpan.class,
      description = "How far to look back, 1m to 168h. Default: 1h.")
  private Duration window = Duration.ofHours(1);

  public StatsCommand(Shell shell) {
    this.shell = shell;
    this.server = new ServerOptions(shell);
    this.output = new OutputOption(shell);
  }

  @Override
  public Integer call() {
    GetQueueStatsRequest request =
        GetQueueStatsRequest.newBuilder()
            .setScope(scope.orTenant(server))
            .setWindow(Durations.fromSeconds(window.toSeconds()))
            .build();
    QueueStats found =
        server.ask(
            channel ->
                Deadline.on(QueueServiceGrpc.newBlockingV2Stub(channel)).getQueueStats(request));
    output.show(found, () -> print(found));
    return 0;
  }

  private void print(QueueStats found) {
    row("scope", found.getScope());
    row("held", Long.toString(found.getHeld()));
    row("queued", queued(found));
    row("active", Long.toString(found.getActive()));
    row("dead letters", Long.toString(found.getDeadLetters()));
    row(
        "last " + Words.roughly(window),
        ended(found.getSubmitted(), found.getSucceeded(), found.getFailed(), found.getCancelled()));
    row(
        "throughput",
        String.format(Locale.ROOT, "%.1f ends an hour", found.getThroughputPerHour()));
    if (found.hasSuccessRate()) {
      row("success", String.format(Locale.ROOT, "%.1f %%", found.getSuccessRate() * 100));
    }
    if (found.hasDurationAverage()) {
      row(
          "durations",
          "average "
              + Words.duration(found.getDurationAverage())
              + ", "
              + percentiles(found.getDurationP50(), found.getDurationP90()));
    }
    if (found.hasWaitP50()) {
      row("waits", percentiles(found.getWaitP50(), found.getWaitP90()));
    }
    row(
        "today (UTC)",
        ended(
            found.getTodaySubmitted(),
            found.getTodaySucceeded(),
            found.getTodayFailed(),
            found.getTodayCancelled()));
  }

  private static String queued(QueueStats found) {
    return found.hasOldestWaiting()
        ? found.getQueued() + ", the oldest for " + Words.roughly(found.getOldestWaiting())
        : Long.toString(found.getQueued());
  }

  private static String ended(long submitted, long succeeded, long failed, long cancelled) {
    return submitted
        + " submitted, "
        + succeeded
        + " succeeded, "
        + failed
        + " failed, "
        + cancelled
        + " cancelled";
  }

  private static String percentiles(
      com.google.protobuf.Duration p50, com.google.protobuf.Duration p90) {
    return "p50 " + Words.duration(p50) + ", p90 " + Words.duration(p90);
  }

  private void row(String name, String value) {
    shell.print("%-13s %s".formatted(name, value));
  }
}
