package dev.slipway.cli.option;

import java.util.Arrays;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi.Text;
import picocli.CommandLine.Model.CommandSpec;

/** Help that names each option's variable below its description. */
public final class VariableHelp extends Help {
  private static final int DESCRIPTION_COLUMN = 4;

  public VariableHelp(CommandSpec command, ColorScheme colours) {
    super(command, colours);
  }

  @Override
  public IOptionRenderer createDefaultOptionRenderer() {
    IOptionRenderer plain = super.createDefaultOptionRenderer();
    return (option, label, colours) -> {
      Text[][] rows = plain.render(option, label, colours);
      String variable = Variables.nameFor(option);
      if (variable == null) {
        return rows;
      }
      Text[] row = new Text[DESCRIPTION_COLUMN + 1];
      Arrays.fill(row, Ansi.OFF.text(""));
      row[DESCRIPTION_COLUMN] = colours.ansi().text("(" + variable + ")");
      Text[][] all = Arrays.copyOf(rows, rows.length + 1);
      all[rows.length] = row;
      return all;
    };
  }
}
