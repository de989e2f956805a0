package dev.slipway.cli.option;

import com.google.protobuf.MessageOrBuilder;
import dev.slipway.cli.json.MessageJson;
import dev.slipway.cli.shell.Shell;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** How a command prints its data. */
public final class OutputOption {
  private final Shell shell;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      converter = FormatName.class,
      description = "text (default), or json: one object a line.")
  private Format format = Format.TEXT;

  enum Format {
    TEXT,
    JSON
  }

  public OutputOption(Shell shell) {
    this.shell = shell;
  }

  /** Whether programs read the output. */
  public boolean isJson() {
    return format == Format.JSON;
  }

  /** Prints a message as one line of JSON, whatever the format. */
  public void printJson(MessageOrBuilder message) {
    shell.print(MessageJson.line(message));
  }

  /** Prints a message as JSON, or runs what prints it as text. */
  public void show(MessageOrBuilder message, Runnable text) {
    if (isJson()) {
      printJson(message);
    } else {
      text.run();
    }
  }

  static final class FormatName implements ITypeConverter<Format> {
    @Override
    public Format convert(String value) {
      return switch (value.toLowerCase(Locale.ROOT)) {
        case "text" -> Format.TEXT;
        case "json" -> Format.JSON;
        default ->
            throw new TypeConversionException("'" + value + "' is not a format; use text or json");
      };
    }
  }
}
