package dev.slipway.cli.logs;

import com.google.protobuf.ByteString;
import dev.slipway.cli.link.Coordinator;
import dev.slipway.cli.link.Deadline;
import dev.slipway.cli.option.OutputOption;
import dev.slipway.cli.option.ServerOptions;
import dev.slipway.cli.shell.Shell;
import dev.slipway.cli.shell.TerminalLog;
import dev.slipway.v1.LogServiceGrpc;
import dev.slipway.v1.ReadLogsRequest;
import dev.slipway.v1.ReadLogsResponse;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Prints a build's log. */
@Command(
    name = "logs",
    description = {
      "Prints what a build printed: exactly the stored bytes, whatever the format.",
      "On a terminal everything but colours is taken out of them."
    },
    footer = "%nExample: slipway logs 0199c1e0-0000-7000-8000-000000000001 > build.log")
public final class LogsCommand implements Callable<Integer> {
  private final Shell shell;
  @Mixin private final ServerOptions server;

  @Mixin
  @SuppressWarnings(
      "UnusedVariable") // Every command takes -o; a log is the same bytes in each format.
  private final OutputOption output;

  @Parameters(paramLabel = "BUILD", description = "Its name or its id.")
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

  public LogsCommand(Shell shell) {
    this.shell = shell;
    this.server = new ServerOptions(shell);
    this.output = new OutputOption(shell);
  }

  @Override
  public Integer call() {
    TerminalLog lines = new TerminalLog(shell::print);
    Consumer<ByteString> sink = shell.outIsTerminal() ? lines::add : shell::print;
    try (Coordinator coordinator = server.connect()) {
      long offset = tail == null ? 0 : printTail(tail, coordinator, sink);
      if (tail == null || follow) {
        coordinator.call(
            new LogStream(server.buildName(build), step, offset, follow, coordinator, sink));
      }
    }
    lines.finish();
    return 0;
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
}
