package dev.slipway.cli.previews;

import dev.slipway.cli.link.Coordinator;
import dev.slipway.cli.link.Deadline;
import dev.slipway.cli.option.OutputOption;
import dev.slipway.cli.option.ServerOptions;
import dev.slipway.cli.shell.Shell;
import dev.slipway.cli.shell.Table;
import dev.slipway.cli.shell.Words;
import dev.slipway.v1.ListPreviewsRequest;
import dev.slipway.v1.ListPreviewsResponse;
import dev.slipway.v1.Preview;
import dev.slipway.v1.PreviewServiceGrpc;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists the stable addresses of chats. */
@Command(
    name = "previews",
    description = "Lists each chat's preview, last changed first.",
    footer = "%nExample: slipway previews -o json")
public final class PreviewsCommand implements Callable<Integer> {
  private static final int PAGE_SIZE = 500;

  private final Shell shell;
  @Mixin private final ServerOptions server;
  @Mixin private final OutputOption output;

  public PreviewsCommand(Shell shell) {
    this.shell = shell;
    this.server = new ServerOptions(shell);
    this.output = new OutputOption(shell);
  }

  @Override
  public Integer call() {
    Table table = new Table("CHAT", "URL", "BUILD", "SINCE");
    try (Coordinator coordinator = server.connect()) {
      each(coordinator, output.isJson() ? output::printJson : preview -> add(preview, table));
    }
    if (!output.isJson()) {
      table.lines().forEach(shell::print);
    }
    return 0;
  }

  private void each(Coordinator coordinator, Consumer<Preview> consumer) {
    String pageToken = "";
    do {
      ListPreviewsResponse page = page(coordinator, pageToken);
      page.getPreviewsList().forEach(consumer);
      pageToken = page.getNextPageToken();
    } while (!pageToken.isEmpty());
  }

  private ListPreviewsResponse page(Coordinator coordinator, String pageToken) {
    ListPreviewsRequest request =
        ListPreviewsRequest.newBuilder()
            .setParent(server.parent())
            .setPageSize(PAGE_SIZE)
            .setPageToken(pageToken)
            .build();
    return coordinator.call(
        channel ->
            Deadline.on(PreviewServiceGrpc.newBlockingV2Stub(channel)).listPreviews(request));
  }

  private static void add(Preview preview, Table table) {
    table.add(
        Words.id(preview.getName()),
        preview.getUri(),
        Words.id(preview.getBuild()),
        Words.time(preview.getUpdateTime()));
  }
}
