package dev.slipway.cli.queue;

import dev.slipway.cli.link.Deadline;
import dev.slipway.cli.option.OutputOption;
import dev.slipway.cli.option.ServerOptions;
import dev.slipway.cli.shell.Shell;
import dev.slipway.cli.shell.Table;
import dev.slipway.cli.shell.Words;
import dev.slipway.v1.QueueServiceGrpc;
import dev.slipway.v1.SimulateQueueRequest;
import dev.slipway.v1.SimulateQueueResponse;
import dev.slipway.v1.SimulatedBuild;
import dev.slipway.v1.SimulatedQuota;
import dev.slipway.v1.SimulatedStart;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Asks when builds would start if things were different. */
@Command(
    name = "simulate",
    description = {
      "Says when the tenant's builds would start if things were different. Changes nothing.",
      "Without a change: when they will start as things are."
    },
    footer = "%nExample: slipway queue simulate --quota cluster:running=5 --add count=10")
public final class SimulateCommand implements Callable<Integer> {
  private final Shell shell;
  @Mixin private final ServerOptions server;
  @Mixin private final OutputOption output;

  @Option(
      names = "--all-tenants",
      fallbackValue = "true",
      description = "Tells every tenant's starts.")
  private boolean isAll;

  @Option(
      names = "--quota",
      paramLabel = "SCOPE:LIMITS",
      split = "\n",
      splitSynopsisLabel = "",
      converter = QuotaWord.class,
      description =
          "A scope with running=N, cpu=2 and memory=4Gi, joined by commas, instead of its limits;"
              + " those that are not named are lifted. Repeatable.")
  private List<SimulatedQuota> quotas = new ArrayList<>();

  @Option(
      names = "--add",
      paramLabel = "BUILDS",
      split = "\n",
      splitSynopsisLabel = "",
      converter = BuildsWord.class,
      description =
          "More builds: count=N, tenant, project, chat, template, priority, cpu and memory, joined"
              + " by commas. Repeatable.")
  private List<SimulatedBuild> added = new ArrayList<>();

  @Option(
      names = "--resume",
      paramLabel = "SCOPE",
      split = "\n",
      splitSynopsisLabel = "",
      description = "A scope whose pause is lifted. Repeatable.")
  private List<String> resumed = new ArrayList<>();

  @Option(
      names = "--pause",
      paramLabel = "SCOPE",
      split = "\n",
      splitSynopsisLabel = "",
      description = "A scope that is paused. Repeatable.")
  private List<String> paused = new ArrayList<>();

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "How many starts to tell, 1 to 1000. Default: 100.")
  private int limit = 100;

  public SimulateCommand(Shell shell) {
    this.shell = shell;
    this.server = new ServerOptions(shell);
    this.output = new OutputOption(shell);
  }

  @Override
  public Integer call() {
    SimulateQueueRequest request = request();
    SimulateQueueResponse found =
        server.ask(
            channel ->
                Deadline.on(QueueServiceGrpc.newBlockingV2Stub(channel)).simulateQueue(request));
    output.show(found, () -> print(found));
    return 0;
  }

  private SimulateQueueRequest request() {
    SimulateQueueRequest.Builder request =
        SimulateQueueRequest.newBuilder()
            .setParent(isAll ? "" : server.parent())
            .addAllQuotas(quotas)
            .addAllResume(resumed)
            .addAllPause(paused)
            .setStarts(limit);
    added.forEach(
        builds ->
            request.addBuilds(
                builds.getParent().isEmpty()
                    ? builds.toBuilder().setParent(server.parent()).build()
                    : builds));
    return request.build();
  }

  private void print(SimulateQueueResponse found) {
    Table table = new Table("BUILD", "PLACE", "STARTS", "AT MOST");
    for (SimulatedStart start : found.getStartsList()) {
      table.add(
          start.getBuild().isEmpty()
              ? "added by --add " + (start.getAdded() + 1)
              : isAll ? start.getBuild() : Words.id(start.getBuild()),
          Integer.toString(start.getPosition()),
          start.hasEtaStartP50() ? Words.seenFrom(found.getAsOfTime(), start.getEtaStartP50()) : "",
          start.hasEtaStartP90()
              ? Words.seenFrom(found.getAsOfTime(), start.getEtaStartP90())
              : "");
    }
    table.lines().forEach(shell::print);
    if (found.getOthers() > 0) {
      shell.say(Words.count(found.getOthers(), "more build") + " would wait; --limit tells more");
    }
  }
}
