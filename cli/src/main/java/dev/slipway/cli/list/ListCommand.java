package dev.slipway.cli.list;

import dev.slipway.cli.json.EnumNames;
import dev.slipway.cli.link.Coordinator;
import dev.slipway.cli.link.Deadline;
import dev.slipway.cli.option.OutputOption;
import dev.slipway.cli.option.ServerOptions;
import dev.slipway.cli.shell.Shell;
import dev.slipway.cli.shell.Table;
import dev.slipway.cli.shell.Words;
import dev.slipway.v1.Build;
import dev.slipway.v1.BuildServiceGrpc;
import dev.slipway.v1.ListBuildsRequest;
import dev.slipway.v1.ListBuildsResponse;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Lists builds. */
@Command(
    name = "list",
    description = "Lists builds, newest first.",
    footer = "%nExample: slipway list --filter 'labels.team = \"shop\" AND priority = HIGH'")
public final class ListCommand implements Callable<Integer> {
  private static final int PAGE_SIZE_MAX = 100;

  private final Shell shell;
  @Mixin private final ServerOptions server;
  @Mixin private final OutputOption output;
  @Spec private @Nullable CommandSpec spec;

  @Option(names = "--chat", paramLabel = "ID", description = "Only builds of this chat.")
  private @Nullable String chat;

  @Option(names = "--project", paramLabel = "ID", description = "Only builds of this project.")
  private @Nullable String project;

  @Option(
      names = "--state",
      paramLabel = "STATE",
      converter = StateName.class,
      description = "Only builds in this state, as in running or FAILED.")
  private Build.@Nullable State state;

  @Option(
      names = "--filter",
      paramLabel = "TEXT",
      description =
          "Comparisons joined by AND, as in state != FAILED AND create_time >="
              + " \"2026-11-01T00:00:00Z\". Fields: chat, project, state, message_id, template,"
              + " created_by, priority, labels.KEY, create_time, end_time.")
  private @Nullable String filter;

  @Option(
      names = "--order-by",
      paramLabel = "ORDER",
      description =
          "create_time desc (default), create_time, end_time desc or end_time; by end_time only"
              + " builds that have ended.")
  private String orderBy = "";

  @Option(names = "--limit", paramLabel = "N", description = "At most so many. Default: 50.")
  private int limit = 50;

  public ListCommand(Shell shell) {
    this.shell = shell;
    this.server = new ServerOptions(shell);
    this.output = new OutputOption(shell);
  }

  @Override
  public Integer call() {
    if (limit < 1 && spec != null) {
      throw new ParameterException(
          spec.commandLine(), "--limit " + limit + " makes no sense; give a number from 1 on");
    }
    Table table =
        new Table(
            "BUILD", "STATE", "PRIORITY", "PROJECT", "CHAT", "TEMPLATE", "CREATED", "TOOK", "NAME");
    try (Coordinator coordinator = server.connect()) {
      each(coordinator, output.isJson() ? output::printJson : build -> add(build, table));
    }
    if (!output.isJson()) {
      table.lines().forEach(shell::print);
    }
    return 0;
  }

  private void each(Coordinator coordinator, Consumer<Build> consumer) {
    String pageToken = "";
    int left = limit;
    do {
      ListBuildsResponse page = page(coordinator, pageToken, Math.min(left, PAGE_SIZE_MAX));
      List<Build> builds = page.getBuildsList();
      builds.forEach(consumer);
      left -= builds.size();
      pageToken = page.getNextPageToken();
    } while (left > 0 && !pageToken.isEmpty());
  }

  private ListBuildsResponse page(Coordinator coordinator, String pageToken, int size) {
    ListBuildsRequest request =
        ListBuildsRequest.newBuilder()
            .setParent(server.parent())
            .setFilter(Filter.of(chat, project, state, filter))
            .setOrderBy(orderBy)
            .setPageSize(size)
            .setPageToken(pageToken)
            .build();
    return coordinator.call(
        channel -> Deadline.on(BuildServiceGrpc.newBlockingV2Stub(channel)).listBuilds(request));
  }

  private static void add(Build build, Table table) {
    table.add(
        Words.id(build.getName()),
        EnumNames.brief(build.getState()),
        EnumNames.orEmpty(build.getPriority()),
        build.getProject(),
        build.getChat(),
        build.getTemplate(),
        Words.time(build.getCreateTime()),
        build.hasEndTime() ? Words.between(build.getCreateTime(), build.getEndTime()) : "",
        build.getDisplayName());
  }
}
