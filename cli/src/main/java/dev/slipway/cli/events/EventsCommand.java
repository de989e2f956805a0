package dev.slipway.cli.events;

import dev.slipway.cli.json.EnumNames;
import dev.slipway.cli.link.Coordinator;
import dev.slipway.cli.link.Deadline;
import dev.slipway.cli.link.Pages;
import dev.slipway.cli.option.OutputOption;
import dev.slipway.cli.option.ServerOptions;
import dev.slipway.cli.shell.Shell;
import dev.slipway.cli.shell.Words;
import dev.slipway.v1.BuildEvent;
import dev.slipway.v1.BuildServiceGrpc;
import dev.slipway.v1.ListBuildEventsRequest;
import dev.slipway.v1.ListBuildEventsResponse;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Prints the stored events of a build. */
@Command(
    name = "events",
    description = {
      "Prints what happened to a build so far, one event a line:",
      "its time, its sequence, the state after it, and what it was."
    },
    footer = "%nExample: slipway events 0199c1e0-0000-7000-8000-000000000001")
public final class EventsCommand implements Callable<Integer> {
  private static final int EVENTS_A_PAGE = 1_000;

  private final Shell shell;
  @Mixin private final ServerOptions server;
  @Mixin private final OutputOption output;

  @Parameters(paramLabel = "BUILD", description = "Its name or its id.")
  private String build = "";

  public EventsCommand(Shell shell) {
    this.shell = shell;
    this.server = new ServerOptions(shell);
    this.output = new OutputOption(shell);
  }

  @Override
  public Integer call() {
    try (Coordinator coordinator = server.connect()) {
      Pages.each(
          token -> page(coordinator, token),
          ListBuildEventsResponse::getNextPageToken,
          page ->
              page.getEventsList()
                  .forEach(event -> output.show(event, () -> shell.print(line(event)))));
    }
    return 0;
  }

  private ListBuildEventsResponse page(Coordinator coordinator, String token) {
    ListBuildEventsRequest request =
        ListBuildEventsRequest.newBuilder()
            .setName(server.buildName(build))
            .setPageSize(EVENTS_A_PAGE)
            .setPageToken(token)
            .build();
    return coordinator.call(
        channel ->
            Deadline.on(BuildServiceGrpc.newBlockingV2Stub(channel)).listBuildEvents(request));
  }

  private static String line(BuildEvent event) {
    return String.format(
            Locale.ROOT,
            "%s  %3d  %-9s  %s",
            Words.time(event.getEventTime()),
            event.getSequence(),
            EnumNames.brief(event.getState()),
            EventWords.of(event))
        .stripTrailing();
  }
}
