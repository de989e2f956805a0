package dev.slipway.cli.logs;

import com.google.protobuf.ByteString;
import dev.slipway.cli.link.Coordinator;
import dev.slipway.cli.link.Deadline;
import dev.slipway.cli.option.OutputOption;
import dev.slipway.cli.option.ServerOptions;
import dev.slipway.cli.shell.Shell;
import dev.slipway.cli.shell.TerminalLog;
import dev.slipway.cli.shell.Words;
import dev.slipway.v1.LogMatch;
import dev.slipway.v1.LogServiceGrpc;
import dev.slipway.v1.ReadLogsRequest;
import dev.slipway.v1.ReadLogsResponse;
import dev.slipway.v1.SearchLogsRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints a build's log, or the lines of logs that hold a text. */
@Command(
    name = "logs",
    description = {
      "Prints what a build printed: exactly the stored bytes, whatever the format.",
      "On a terminal everything but colours is taken out of them.",
      "With --search the lines that hold a text: LINE: TEXT, or BUILD:LINE: TEXT with --all."
    },
    footer = "%nExample: slipway logs --all --search 'out of memory' -i --since 24h")
public final class LogsCommand implements Callable<Integer> {
  private final Shell shell;
  @Mixin private final ServerOptions server;
  @Mixin private final OutputOption output;
  @Mixin private final SearchOptions search = new SearchOptions();
  @Spec private @Nullable CommandSpec spec;

  @Parameters(arity = "0..1", paramLabel = "BUILD", description = "Its name or its id.")
  private String build = "";

  @Option(
      names = {"-f", "--follow"},
      fallbackValue = "true",
      description = "Goes on until the build has ended.")
  private boolean follow;

  @Option(names = "--step", paramLabel = "ID", description = "Only this step's output.")
  private String step = "";

  @Option(
      names = "--tail",
      paramLabel = "N",
      description = "Only the last N lines, 1 to 10000. Default: all.")
  private @Nullable Integer tail;

  @Option(
      names = "--to",
      paramLabel = "FILE",
      description =
          "Into a file, which appears when the log is whole; a lost connection is made good.")
  private @Nullable Path to;

  public LogsCommand(Shell shell) {
    this.shell = shell;
    this.server = new ServerOptions(shell);
    this.output = new OutputOption(shell);
  }

  @Override
  public Integer call() throws IOException {
    check();
    try (Coordinator coordinator = server.connect()) {
      if (search.asked()) {
        search(coordinator);
      } else if (to != null) {
        LogFile.write(to, sink -> print(coordinator, sink));
      } else if (shell.outIsTerminal()) {
        TerminalLog lines = new TerminalLog(shell::print);
        print(coordinator, lines::add);
        lines.finish();
      } else {
        print(coordinator, shell::print);
      }
    }
    return 0;
  }

  private void check() {
    String fault = search.fault(!build.isEmpty());
    if (fault == null
        && search.asked()
        && (follow || tail != null || to != null || !step.isEmpty())) {
      fault = "--follow, --tail, --step and --to do not go with --search";
    }
    if (fault != null) {
      throw new ParameterException(Objects.requireNonNull(spec).commandLine(), fault);
    }
  }

  private void print(Coordinator coordinator, Consumer<ByteString> sink) {
    long offset = tail == null ? 0 : printTail(tail, coordinator, sink);
    if (tail == null || follow) {
      coordinator.call(
          new LogStream(server.buildName(build), step, offset, follow, coordinator, sink));
    }
  }

  /** Returns the offset behind the last byte that was printed. */
  private long printTail(int count, Coordinator coordinator, Consumer<ByteString> sink) {
    ReadLogsRequest request =
        ReadLogsRequest.newBuilder()
            .setName(server.buildName(build))
            .setStep(step)
            .setTailLines(count)
            .build();
    ReadLogsResponse piece =
        coordinator.call(
            channel -> Deadline.on(LogServiceGrpc.newBlockingV2Stub(channel)).readLogs(request));
    sink.accept(piece.getData());
    return piece.getNextOffset();
  }

  private void search(Coordinator coordinator) {
    SearchLogsRequest.Builder request = search.request(shell.clock().instant());
    if (search.all()) {
      request.setParent(server.parent());
    } else {
      request.setName(server.buildName(build));
    }
    boolean more = SearchPages.each(request, search.limit(), coordinator, this::show);
    if (more) {
      shell.say("there may be more than these " + search.limit() + "; --limit N shows them");
    }
  }

  private void show(LogMatch match) {
    output.show(
        match,
        () -> {
          String number = match.getLineNumber() == 0 ? "?" : Long.toString(match.getLineNumber());
          String place = search.all() ? Words.id(match.getBuild()) + ":" + number : number;
          shell.print(place + ": " + match.getLine() + (match.getLineCut() ? " …" : ""));
        });
  }
}
