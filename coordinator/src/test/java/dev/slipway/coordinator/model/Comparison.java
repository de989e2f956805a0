package dev.slipway.coordinator.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

/** Does the same to the model and to what is tested, and looks at both after each command. */
final class Comparison {
  private Comparison() {}

  static void run(Model model, RealQueue real, List<Command> commands) {
    for (int i = 0; i < commands.size(); i++) {
      var what = "command %d, %s".formatted(i, commands.get(i));
      var act = commands.get(i).on(model);

      var answer = act.apply(real);
      if (answer.time() != null && answer.time().isAfter(model.now())) {
        model.at(answer.time());
      }
      var expected = act.apply(model);

      assertThat(answer.said()).as("the answer to %s", what).isEqualTo(expected.said());
      var seen = real.view();
      model.at(seen.time());
      var right = model.view();
      assertThat(seen.builds()).as("builds after %s", what).isEqualTo(right.builds());
      assertThat(seen.heads()).as("heads after %s", what).isEqualTo(right.heads());
      assertThat(seen.chats()).as("chats after %s", what).isEqualTo(right.chats());
      assertThat(seen.faults()).as("events after %s", what).isEmpty();
    }
  }
}
