package dev.slipway.cli.demo;

import dev.slipway.cli.link.Address;
import dev.slipway.cli.link.Coordinator;
import dev.slipway.cli.link.Deadline;
import dev.slipway.cli.link.ReadyFile;
import dev.slipway.cli.outcome.ExitCode;
import dev.slipway.cli.outcome.Problem;
import dev.slipway.cli.shell.Shell;
import dev.slipway.v1.ListTemplatesRequest;
import dev.slipway.v1.TemplateServiceGrpc;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The coordinator that serves the demo: one that runs already, or one of its own. */
sealed interface Service extends AutoCloseable {
  /** Goes on serving for as long as that is this command's task. */
  void serve();

  /** Ends what was started for the demo. */
  @Override
  void close();

  /**
   * Asks the coordinator of the data dir, and starts one when none answers. Blocks until it is
   * ready.
   */
  static Service find(Path dataDir, @Nullable Path cacheDir, Shell shell) throws IOException {
    if (answers(dataDir)) {
      shell.say("using the coordinator that runs on " + dataDir);
      return new Found(shell);
    }
    shell.say(
        "starting a coordinator; it runs builds as your own user: only build code that you trust");
    return new Started(Child.start(dataDir, cacheDir, shell), shell);
  }

  private static boolean answers(Path dataDir) {
    if (!Files.exists(ReadyFile.in(dataDir))) {
      return false;
    }
    try (Coordinator coordinator = new Coordinator(Address.ofDataDir(dataDir), line -> {})) {
      coordinator.call(
          channel ->
              Deadline.on(TemplateServiceGrpc.newBlockingV2Stub(channel))
                  .listTemplates(ListTemplatesRequest.getDefaultInstance()));
      return true;
    } catch (Problem notThere) {
      return false;
    }
  }

  /** Somebody else's. */
  record Found(Shell shell) implements Service {
    @Override
    public void serve() {
      shell.say("the coordinator that ran before goes on serving it");
    }

    @Override
    public void close() {}
  }

  /** The demo's own. */
  record Started(Child child, Shell shell) implements Service {
    @Override
    public void serve() {
      shell.say("serving until Ctrl-C");
      child.awaitEnd();
      throw new Problem(ExitCode.UNREACHABLE, "the coordinator has ended: " + child.lastWords());
    }

    @Override
    public void close() {
      child.stop();
    }
  }
}
