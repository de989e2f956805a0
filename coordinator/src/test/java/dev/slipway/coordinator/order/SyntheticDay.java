package dev.slipway.coordinator.order;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/**
 * A day of a website builder: eight tenants of very different sizes, quiet at night, more than the
 * cluster can do around noon. Build times are log-normal, with a median of each project's own. It
 * dispatches with {@link Order}, learns with {@link Durations}, and asks {@link Simulation} at some
 * of the submits.
 */
final class SyntheticDay {
  private static final Instant MIDNIGHT = Instant.parse("2030-01-01T00:00:00Z");
  private static final Duration RESERVE_AFTER = Duration.ofMinutes(2);
  private static final int SLOTS = 12;
  private static final int TENANTS = 8;
  private static final int PROJECTS = 5;
  private static final int CHATS = 6;
  private static final double RATE_WINDOW_SECONDS = 900;
  private static final double DAY_SECONDS = 86_400;

  /** Of the cluster's capacity, over the whole day; at noon it is twice that. */
  private final double load;

  private final Random random;
  private final int forecastEvery;
  private final Map<Scope, Limit> limits =
      Map.of(Scope.CLUSTER, new Limit(SLOTS, Limit.NONE, Limit.NONE));
  private final double[] projectMedian = new double[TENANTS * PROJECTS];
  private final double[] projectSigma = new double[TENANTS * PROJECTS];
  private double meanSeconds;

  private final PriorityQueue<Event> events = new PriorityQueue<>();
  private final Map<Long, Deque<Build>> chats = new TreeMap<>();
  private final Map<Long, Build> active = new TreeMap<>();
  private final Deque<Durations.Sample> samples = new ArrayDeque<>();
  private final Deque<Build> recent = new ArrayDeque<>();
  private final List<Build> asked = new ArrayList<>();
  private Durations durations = Durations.of(List.of());
  private long ended;
  private long submitted;
  private double now;

  private static final class Build {
    private final long place;
    private final long chatNo;
    private final int project;
    private final double submit;
    private final double seconds;
    private double ready;
    private double start;
    private double p50;
    private double p90;

    private Build(long place, long chatNo, int project, double submit, double seconds) {
      this.place = place;
      this.chatNo = chatNo;
      this.project = project;
      this.submit = submit;
      this.seconds = seconds;
    }

    private String tenant() {
      return "tenant-" + project / PROJECTS;
    }

    private String projectName() {
      return "project-" + project;
    }

    private String template() {
      return project % 3 == 0 ? "snippet" : "website";
    }
  }

  /** A submit when the build is null, an end otherwise. */
  private record Event(double time, long number, Build build) implements Comparable<Event> {
    @Override
    public int compareTo(Event other) {
      int byTime = Double.compare(time, other.time);
      return byTime != 0 ? byTime : Long.compare(number, other.number);
    }
  }

  /**
   * How good the forecasts of builds that had to wait were.
   *
   * @param medianError the median of |said p50 − actual| ÷ the actual wait
   */
  record Score(
      int submitted, int forecasts, double p50Cover, double p90Cover, double medianError) {}

  SyntheticDay(long seed, double load, int forecastEvery) {
    this.random = new Random(seed);
    this.load = load;
    this.forecastEvery = forecastEvery;
    for (int project = 0; project < projectMedian.length; project++) {
      projectMedian[project] = (project % 3 == 0 ? 25 : 80) * Math.exp(0.5 * random.nextGaussian());
      projectSigma[project] = 0.25 + 0.5 * random.nextDouble();
      meanSeconds +=
          projectMedian[project]
              * Math.exp(projectSigma[project] * projectSigma[project] / 2)
              / projectMedian.length;
    }
  }

  Score run() {
    scheduleSubmit();
    while (!events.isEmpty()) {
      var event = events.remove();
      now = event.time();
      var fresh = event.build() == null ? submit() : null;
      if (event.build() != null) {
        end(event.build());
      }
      dispatch();
      // At the submit: what is said to the client once it is clear that it has to wait.
      if (fresh != null && !active.containsValue(fresh) && submitted % forecastEvery == 0) {
        forecast(fresh);
      }
    }
    return score();
  }

  /** Quiet at night, twice the mean at noon. */
  private void scheduleSubmit() {
    double time = now;
    double most = 2 * load * SLOTS / meanSeconds;
    do {
      time += -Math.log(1 - random.nextDouble()) / most;
    } while (random.nextDouble() > (1 - Math.cos(2 * Math.PI * time / DAY_SECONDS)) / 2);
    if (time < DAY_SECONDS) {
      events.add(new Event(time, events.size(), null));
    }
  }

  private Build submit() {
    // The largest tenant has half of all builds, the next a quarter, and so on.
    int tenant = 0;
    while (tenant < TENANTS - 1 && random.nextBoolean()) {
      tenant++;
    }
    int project = tenant * PROJECTS + random.nextInt(PROJECTS);
    long chatNo = project * CHATS + random.nextInt(CHATS);
    double seconds =
        projectMedian[project] * Math.exp(projectSigma[project] * random.nextGaussian());
    var build = new Build(++submitted, chatNo, project, now, seconds);
    var chat = chats.computeIfAbsent(chatNo, _ -> new ArrayDeque<>());
    if (chat.isEmpty() && !active.containsKey(chatNo)) {
      build.ready = now;
    }
    chat.add(build);
    recent.add(build);
    scheduleSubmit();
    return build;
  }

  private void end(Build build) {
    active.remove(build.chatNo);
    var chat = chats.get(build.chatNo);
    if (!chat.isEmpty()) {
      chat.element().ready = now;
    }
    samples.addFirst(
        new Durations.Sample(
            build.tenant(), build.projectName(), build.template(), seconds(build.seconds)));
    while (samples.size() > 2_000) {
      samples.removeLast();
    }
    if (ended++ % 50 == 0) {
      durations = Durations.of(List.copyOf(samples));
    }
  }

  private void dispatch() {
    var heads = new TreeMap<String, List<Head>>();
    chats.forEach(
        (chatNo, chat) -> {
          if (!chat.isEmpty() && !active.containsKey(chatNo)) {
            var build = chat.element();
            heads
                .computeIfAbsent(build.tenant(), _ -> new ArrayList<>())
                .add(
                    new Head(
                        chatNo,
                        build.place,
                        build.tenant(),
                        build.projectName(),
                        key(build),
                        1_000,
                        1_024,
                        at(build.ready)));
          }
        });
    var queues = new ArrayList<TenantQueue>();
    heads.forEach(
        (tenant, list) ->
            queues.add(
                new TenantQueue(tenant, 1, list.stream().sorted(Head.ORDER).toList(), false)));
    var use = active.values().stream().map(this::use).toList();
    var decision =
        Order.decide(new Snapshot(at(now), limits, Set.of(), use, queues, SLOTS, RESERVE_AFTER));
    for (var head : decision.admitted()) {
      var build = chats.get(head.chatNo()).remove();
      build.start = now;
      active.put(build.chatNo, build);
      events.add(new Event(now + build.seconds, build.place, build));
    }
  }

  private void forecast(Build fresh) {
    var running =
        active.values().stream()
            .map(build -> new Running(use(build), seconds(now - build.start), estimate(build)))
            .toList();
    var queues = new ArrayList<ChatQueue>();
    chats.forEach(
        (chatNo, chat) -> {
          if (!chat.isEmpty()) {
            var first = chat.element();
            queues.add(
                new ChatQueue(
                    chatNo,
                    first.tenant(),
                    first.projectName(),
                    1,
                    chat.stream().map(this::waiting).toList()));
          }
        });
    var scene =
        new Scene(at(now), limits, Map.of(), Map.of(), running, queues, inflows(), RESERVE_AFTER);
    for (var forecast : Simulation.run(scene, new Effort(1_000, 16, 20_000, submitted))) {
      if (forecast.chatNo() == fresh.chatNo && forecast.place() == fresh.place) {
        fresh.p50 = Duration.between(MIDNIGHT, forecast.startP50()).toMillis() / 1e3;
        fresh.p90 = Duration.between(MIDNIGHT, forecast.startP90()).toMillis() / 1e3;
        asked.add(fresh);
      }
    }
  }

  /** What came in the last quarter of an hour comes again. */
  private List<Inflow> inflows() {
    while (!recent.isEmpty() && recent.element().submit < now - RATE_WINDOW_SECONDS) {
      recent.remove();
    }
    var counts = new TreeMap<Integer, Integer>();
    recent.forEach(build -> counts.merge(build.project, 1, Integer::sum));
    var inflows = new ArrayList<Inflow>();
    for (var build : recent) {
      var count = counts.remove(build.project);
      if (count != null) {
        inflows.add(
            new Inflow(
                build.tenant(),
                build.projectName(),
                count * 3_600 / RATE_WINDOW_SECONDS,
                Duration.ZERO,
                1_000,
                1_024,
                estimate(build)));
      }
    }
    return inflows;
  }

  private Score score() {
    var errors = asked.stream().mapToDouble(SyntheticDay::error).sorted().toArray();
    return new Score(
        (int) submitted,
        asked.size(),
        (double) asked.stream().filter(build -> build.start <= build.p50).count() / asked.size(),
        (double) asked.stream().filter(build -> build.start <= build.p90).count() / asked.size(),
        errors[errors.length / 2]);
  }

  private static double error(Build build) {
    return Math.abs(build.p50 - build.start) / (build.start - build.submit);
  }

  private Waiting waiting(Build build) {
    return new Waiting(
        build.place, key(build), 1_000, 1_024, at(build.ready), Instant.MIN, estimate(build));
  }

  private Estimate estimate(Build build) {
    return durations.estimate(build.tenant(), build.projectName(), build.template());
  }

  private Use use(Build build) {
    return new Use(build.tenant(), build.projectName(), build.chatNo, 1, 1_000, 1_024);
  }

  private static long key(Build build) {
    return Math.round(build.submit * 1e3);
  }

  private static Duration seconds(double seconds) {
    return Duration.ofMillis(Math.round(seconds * 1e3));
  }

  private static Instant at(double seconds) {
    return MIDNIGHT.plus(seconds(seconds));
  }
}
