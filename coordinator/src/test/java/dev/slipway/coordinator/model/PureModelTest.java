package dev.slipway.coordinator.model;

import java.time.Instant;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AddLifecycleHook;

/** The coordinator's pure functions say what the model says, wherever random commands lead. */
class PureModelTest {
  private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

  @Provide
  Arbitrary<List<Command>> sequences() {
    return Commands.sequences(30);
  }

  @Property(tries = 10_000, edgeCases = EdgeCasesMode.NONE)
  @AddLifecycleHook(SeedPrinted.class)
  void thePureFunctionsDoWhatTheModelDoes(@ForAll("sequences") List<Command> commands) {
    var model = new Model(BEGIN, new PureFunctions());

    SeedPrinted.count(commands.size());
    for (var command : commands) {
      // One takes a while, so that no two submits have the same time.
      model.at(model.now().plusMillis(1));
      command.on(model).apply(model);
    }
  }
}
