package dev.slipway.cli.option;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** What a command is about: everything, a tenant, a project or a chat. */
public final class ScopeOption {
  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec command;

  @Parameters(
      arity = "0..1",
      paramLabel = "SCOPE",
      converter = ScopeName.class,
      description = "cluster, tenants/T, tenants/T/projects/P or tenants/T/chats/C.")
  private @Nullable String scope;

  @Option(
      names = "--project",
      paramLabel = "ID",
      description = "Instead of SCOPE: this project of the tenant.")
  private @Nullable String project;

  @Option(
      names = "--chat",
      paramLabel = "ID",
      description = "Instead of SCOPE: this chat of the tenant.")
  private @Nullable String chat;

  /** The scope for a command that only reads: the tenant when none is given. */
  public String orTenant(ServerOptions server) {
    checkOne();
    if (scope != null) {
      return scope;
    }
    if (chat != null) {
      return server.chatName(chat);
    }
    return project != null ? server.projectName(project) : server.parent();
  }

  /**
   * The scope for a command that changes something. It must stand on the command line: a variable
   * that was set for other commands would stop or limit more than was meant.
   */
  public String named(ServerOptions server) {
    checkOne();
    if (scope != null) {
      return scope;
    }
    if (isGiven("--chat")) {
      return server.chatName(String.valueOf(chat));
    }
    if (isGiven("--project")) {
      return server.projectName(String.valueOf(project));
    }
    if (isGiven("--tenant")) {
      return server.parent();
    }
    throw new ParameterException(
        Objects.requireNonNull(command).commandLine(),
        "say which scope: SCOPE, --tenant, --project or --chat; `cluster` is everything");
  }

  private void checkOne() {
    if ((scope != null && (isGiven("--chat") || isGiven("--project")))
        || (isGiven("--chat") && isGiven("--project"))) {
      throw new ParameterException(
          Objects.requireNonNull(command).commandLine(),
          "give one scope: SCOPE, --project or --chat");
    }
  }

  private boolean isGiven(String option) {
    return Objects.requireNonNull(command).commandLine().getParseResult().hasMatchedOption(option);
  }

  static final class ScopeName implements ITypeConverter<String> {
    @Override
    public String convert(String value) {
      if (!value.matches("cluster|tenants/[^/]+(/(projects|chats)/[^/]+)?")) {
        throw new TypeConversionException(
            "'"
                + value
                + "' is not a scope; give cluster, tenants/T, tenants/T/projects/P or"
                + " tenants/T/chats/C");
      }
      return value;
    }
  }
}
