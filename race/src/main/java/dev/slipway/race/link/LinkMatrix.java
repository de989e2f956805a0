package dev.slipway.race.link;

import dev.slipway.bench.coordinator.LocalCoordinator;
import dev.slipway.race.field.Server;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;

/** Every fault at every state, some at a time, on one coordinator of this process. */
public final class LinkMatrix {
  private static final int AT_A_TIME = 7;

  private LinkMatrix() {}

  /**
   * Runs the cells; blocks for about a minute.
   *
   * @param root for database, coordinator and spools; emptied before and after
   * @param which cells by their names, {@code FAULT at STATE}
   * @return each cell by its name with what went wrong; empty for nothing
   */
  public static Map<String, List<String>> run(Path root, Predicate<String> which) throws Exception {
    try (var server = Server.start(root);
        var coordinator =
            LocalCoordinator.start(
                server.createDatabase("link"),
                server.resolve("coordinator"),
                Map.of(
                    "slipway.race.link", "true",
                    "slipway.report.beat-interval", "200ms",
                    "slipway.report.fence-after", "60s",
                    "slipway.dispatch.max-builds", "64"));
        var calls = new Calls(coordinator.address(), coordinator.bean(LinkLauncher.class))) {
      var spools = Files.createDirectories(server.resolve("spools"));
      var results = new LinkedHashMap<String, Future<List<String>>>();
      try (var threads = Executors.newFixedThreadPool(AT_A_TIME)) {
        for (var state : LinkState.values()) {
          for (var fault : LinkFault.values()) {
            var cell = new Cell(state, fault, calls, spools);
            if (which.test(cell.toString())) {
              Callable<List<String>> run = cell::run;
              results.put(cell.toString(), threads.submit(run));
            }
          }
        }
      }
      var wrong = new LinkedHashMap<String, List<String>>();
      for (var result : results.entrySet()) {
        wrong.put(result.getKey(), get(result.getValue()));
      }
      return wrong;
    }
  }

  private static List<String> get(Future<List<String>> result) {
    return switch (result.state()) {
      case SUCCESS -> result.resultNow();
      case FAILED -> new ArrayList<>(List.of(result.exceptionNow().toString()));
      case CANCELLED, RUNNING -> List.of("it was not run to its end");
    };
  }
}
