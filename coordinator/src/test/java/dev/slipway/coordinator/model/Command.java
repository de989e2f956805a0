package dev.slipway.coordinator.model;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/** One thing that is done to a queue; what it picks depends on what is there by then. */
sealed interface Command {
  /** What it comes to now, to be done to the model and to what is tested. */
  Function<Queue, Answer> on(Model model);

  /**
   * @param chat 0: none
   * @param notBefore minutes from now; 0: at once
   * @param ttl minutes; 0: none
   * @param supersede null: as the chat says
   * @param request 0: no request_id
   */
  record Submit(
      int tenant,
      int chat,
      Priority priority,
      int cpu,
      int memory,
      int notBefore,
      int ttl,
      String supersede,
      int request)
      implements Command {
    @Override
    public Function<Queue, Answer> on(Model model) {
      var wanted = wanted(model);
      return queue -> queue.submit(wanted);
    }

    private Wanted wanted(Model model) {
      return new Wanted(
          "t" + tenant,
          chat == 3 ? "p2" : "p1",
          chat == 0 ? null : "c" + chat,
          priority,
          cpu,
          memory,
          notBefore == 0 || request != 0 ? null : model.now().plus(Duration.ofMinutes(notBefore)),
          ttl,
          supersede,
          request == 0 ? null : "r" + request);
    }

    /** The same in another chat, and without a request. */
    Submit in(int otherTenant, int otherChat) {
      return new Submit(
          otherTenant, otherChat, priority, cpu, memory, notBefore, ttl, supersede, 0);
    }
  }

  /** What the submits say of requests does not count: a batch has none here. */
  record Batch(List<Submit> submits) implements Command {
    @Override
    public Function<Queue, Answer> on(Model model) {
      var wanted = submits.stream().map(submit -> submit.wanted(model)).toList();
      return queue -> queue.batch(wanted);
    }
  }

  record CancelAll(int tenant, int chat, boolean force) implements Command {
    @Override
    public Function<Queue, Answer> on(Model model) {
      return queue -> queue.cancelAll("t" + tenant, "c" + chat, force);
    }
  }

  record Cancel(Pick pick) implements Command {
    @Override
    public Function<Queue, Answer> on(Model model) {
      int build = pick.from(model, one -> !one.state.ended());
      return queue -> queue.cancel(build);
    }
  }

  record Prioritize(Pick pick, Priority priority) implements Command {
    @Override
    public Function<Queue, Answer> on(Model model) {
      int build = pick.from(model, one -> one.state.waiting());
      return queue -> queue.prioritize(build, priority);
    }
  }

  record Retry(Pick pick) implements Command {
    @Override
    public Function<Queue, Answer> on(Model model) {
      int build = pick.from(model, one -> one.state.phase().equals("FAILED"));
      return queue -> queue.retry(build);
    }
  }

  record Requeue(Pick pick) implements Command {
    @Override
    public Function<Queue, Answer> on(Model model) {
      int build = pick.from(model, one -> one.state.deadLetter());
      return queue -> queue.requeue(build);
    }
  }

  record Discard(Pick pick) implements Command {
    @Override
    public Function<Queue, Answer> on(Model model) {
      int build =
          pick.from(model, one -> one.state.deadLetter() || one.chat.blockedBy == one.number);
      return queue -> queue.discard(build);
    }
  }

  /**
   * @param minutes after which it ends; 0: never
   */
  record Pause(String scope, boolean drain, int minutes) implements Command {
    @Override
    public Function<Queue, Answer> on(Model model) {
      return queue -> queue.pause(scope, drain, minutes);
    }
  }

  record Resume(String scope) implements Command {
    @Override
    public Function<Queue, Answer> on(Model model) {
      return queue -> queue.resume(scope);
    }
  }

  /**
   * @param most null: none
   */
  record Limit(String scope, String resource, Integer most) implements Command {
    @Override
    public Function<Queue, Answer> on(Model model) {
      return queue -> queue.limit(scope, resource, most);
    }
  }

  record Change(int tenant, int chat, Policy policy) implements Command {
    @Override
    public Function<Queue, Answer> on(Model model) {
      return queue -> queue.policy("t" + tenant, "c" + chat, policy);
    }
  }

  record Dispatch() implements Command {
    @Override
    public Function<Queue, Answer> on(Model model) {
      return Queue::dispatch;
    }
  }

  /**
   * @param stale whether the attempt before the newest says it
   */
  record Tell(Pick pick, Report report, boolean stale) implements Command {
    @Override
    public Function<Queue, Answer> on(Model model) {
      int build =
          pick.from(
              model,
              one ->
                  switch (report) {
                    case CLAIMED -> one.state.phase().equals("STARTING");
                    case SUCCEEDED, FAILED -> one.state.phase().equals("RUNNING");
                    case OVERDUE, LOST, LOST_UNCOUNTED -> one.state.active();
                  });
      int newest =
          model.builds().stream()
              .filter(one -> one.number == build)
              .mapToInt(one -> one.state.attempts())
              .sum();
      return queue -> queue.report(build, stale ? newest - 1 : newest, report);
    }
  }

  record Rescue() implements Command {
    @Override
    public Function<Queue, Answer> on(Model model) {
      return Queue::rescue;
    }
  }

  record Restart() implements Command {
    @Override
    public Function<Queue, Answer> on(Model model) {
      return Queue::restart;
    }
  }

  /**
   * @param steps of four minutes, so that it never ends within a minute of a time that matters
   */
  record Advance(int steps) implements Command {
    @Override
    public Function<Queue, Answer> on(Model model) {
      return queue -> queue.advance(4 * steps);
    }
  }

  record Explain(Pick pick) implements Command {
    @Override
    public Function<Queue, Answer> on(Model model) {
      int build = pick.from(model, one -> one.state.waiting());
      return queue -> queue.explain(build);
    }
  }

  record LookAtUsage(String scope) implements Command {
    @Override
    public Function<Queue, Answer> on(Model model) {
      return queue -> queue.usage(scope);
    }
  }
}
