package dev.slipway.cli.option;

import dev.slipway.cli.link.Address;
import dev.slipway.cli.link.Coordinator;
import dev.slipway.cli.shell.Shell;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which coordinator a command talks to, and for which tenant. */
public final class ServerOptions {
  private final Shell shell;
  @Mixin private final DataDirOption dataDir;

  @Option(
      names = "--server",
      paramLabel = "HOST:PORT",
      description = "The coordinator. Default: the embedded one of the data dir.")
  private @Nullable String server;

  @Option(names = "--tenant", paramLabel = "ID", description = "The tenant. Default: default.")
  private String tenant = "default";

  public ServerOptions(Shell shell) {
    this.shell = shell;
    this.dataDir = new DataDirOption(shell);
  }

  /** A connection that tells of its troubles on stderr. Nothing is sent yet. */
  public Coordinator connect() {
    return connect(shell::say);
  }

  /**
   * A connection. Nothing is sent yet.
   *
   * @param talk takes a line when the connection is lost
   */
  public Coordinator connect(Consumer<String> talk) {
    return new Coordinator(
        server == null ? Address.ofDataDir(dataDir.path()) : Address.named(server), talk);
  }

  /**
   * Makes one call on a connection of its own and returns the answer. Blocks until there is one.
   *
   * @param call must be safe to make again after a cut
   */
  public <T> T ask(Coordinator.Call<T> call) {
    try (Coordinator coordinator = connect()) {
      return coordinator.call(call);
    }
  }

  /** {@code tenants/{tenant}}. */
  public String parent() {
    return "tenants/" + tenant;
  }

  /** The resource name of a build that was given as such or by its id alone. */
  public String buildName(String build) {
    return build.contains("/") ? build : parent() + "/builds/" + build;
  }

  /** The resource name of a tenant that was given as such or by its id alone. */
  public String tenantName(String tenant) {
    return tenant.contains("/") ? tenant : "tenants/" + tenant;
  }

  /** The resource name of a project that was given as such or by its id alone. */
  public String projectName(String project) {
    return project.contains("/") ? project : parent() + "/projects/" + project;
  }

  /** The resource name of a chat that was given as such or by its id alone. */
  public String chatName(String chat) {
    return chat.contains("/") ? chat : parent() + "/chats/" + chat;
  }

  /** The resource name of a chat's preview. */
  public String previewName(String chat) {
    return parent() + "/previews/" + chat;
  }
}
