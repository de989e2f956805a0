package dev.slipway.coordinator.model;

import dev.slipway.coordinator.embedded.TestDatabase;
import dev.slipway.coordinator.embedded.TestRows;
import io.micronaut.context.ApplicationContext;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AddLifecycleHook;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Random commands on the real coordinator and a real Postgres do what they do to the model. */
class QueueModelTest {
  private static ApplicationContext context;
  private static RealQueue real;

  @BeforeContainer
  static void aCoordinator() {
    Map<String, Object> properties = new HashMap<>();
    properties.put("slipway.dispatch.max-builds", Model.RUNNING_MAX);
    properties.put("slipway.retry.backoff", "60s");
    properties.put("slipway.explain.fresh-for", "0s");
    properties.put("slipway.explain.age-max", "0s");
    properties.put("slipway.retry.backoff-max", "120s");
    // Nothing is cut off here, so nothing has to wait for the disk.
    properties.put(
        "datasources.default.data-source-properties.options", "-c synchronous_commit=off");
    context = new TestDatabase.ContextBuilder().properties(properties).environments("test").start();
    // What other tests left has logs and artifacts, which the small delete between sequences does
    // not know.
    context.getBean(TestRows.class).clear();
    real = context.getBean(RealQueue.class);
  }

  @AfterContainer
  static void end() {
    context.close();
  }

  @Provide
  Arbitrary<List<Command>> sequences() {
    return Commands.sequences(30);
  }

  @Property(tries = 500, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.FULL)
  @AddLifecycleHook(SeedPrinted.class)
  void theCoordinatorDoesWhatTheModelDoes(@ForAll("sequences") List<Command> commands) {
    real.begin();
    var model = new Model(real.now(), Witness.NONE);

    SeedPrinted.count(commands.size());
    Comparison.run(model, real, commands);
  }
}
