package dev.slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.util.Durations;
import dev.slipway.cli.fake.FakeCoordinator;
import dev.slipway.cli.shell.Words;
import dev.slipway.v1.Build;
import dev.slipway.v1.ChatQueue;
import dev.slipway.v1.GetChatQueueRequest;
import dev.slipway.v1.GetQueueRequest;
import dev.slipway.v1.GetQueueStatsRequest;
import dev.slipway.v1.Pause;
import dev.slipway.v1.Queue;
import dev.slipway.v1.QueueStats;
import dev.slipway.v1.SimulateQueueRequest;
import dev.slipway.v1.SimulateQueueResponse;
import dev.slipway.v1.SimulatedStart;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The commands that look at the queue as a whole. */
class QueueTest {
  private final FakeCoordinator coordinator = new FakeCoordinator();
  private final Cli cli = Cli.with(coordinator.address());

  @AfterEach
  void stop() {
    coordinator.close();
  }

  @Test
  void queueOfATenantIsItsDepthsAndPauses() {
    coordinator.queue.queue =
        Queue.newBuilder()
            .setScope("tenants/default")
            .setQueued(12)
            .setRunning(2)
            .setOldestQueuedTime(Words.timestamp(Cli.NOW.minusSeconds(180)))
            .addPauses(
                Pause.newBuilder()
                    .setScope("cluster")
                    .setMode(Pause.Mode.MODE_HOLD)
                    .setPausedBy("ada")
                    .setPauseTime(Words.timestamp(Cli.NOW))
                    .setReason("moving"))
            .build();

    Cli.Result result = cli.run("queue");

    assertThat(result.lines())
        .containsExactly(
            "scope       tenants/default",
            "held        0",
            "queued      12, the oldest submitted 3 min ago ("
                + Words.time(Words.timestamp(Cli.NOW.minusSeconds(180)))
                + ")",
            "starting    0",
            "running     2",
            "stopping    0",
            "paused      cluster, HOLD, by ada since "
                + Words.time(Words.timestamp(Cli.NOW))
                + ": moving");
    assertThat(coordinator.queue.answers.only(GetQueueRequest.class).getScope())
        .isEqualTo("tenants/default");
  }

  @Test
  void scopeMayBeAWordOrAnOption() {
    cli.run("queue", "cluster");
    cli.run("queue", "--project", "shop", "--tenant", "acme");
    cli.run("queue", "--chat", "c1");
    cli.run("queue", "tenants/acme/chats/c2", "--limit", "5");

    assertThat(coordinator.queue.answers.requests())
        .containsExactly(
            GetQueueRequest.newBuilder().setScope("cluster").build(),
            GetQueueRequest.newBuilder().setScope("tenants/acme/projects/shop").build(),
            GetChatQueueRequest.newBuilder()
                .setName("tenants/default/chats/c1")
                .setPageSize(50)
                .build(),
            GetChatQueueRequest.newBuilder()
                .setName("tenants/acme/chats/c2")
                .setPageSize(5)
                .build());
  }

  @Test
  void wordThatIsNoScopeOrOneTooManyIsRefused() {
    assertThat(cli.run("queue", "acme").err()).contains("'acme' is not a scope; give cluster,");
    assertThat(cli.run("queue", "cluster", "--chat", "c1").err()).contains("give one scope");
    assertThat(cli.run("queue", "--project", "p", "--chat", "c1").exit()).isEqualTo(2);
    assertThat(coordinator.queue.answers.requests()).isEmpty();
  }

  @Test
  void chatIsATableOfWhatRunsWaitsAndEnded() {
    coordinator.queue.chatQueue = chatQueue();

    List<String> lines = cli.run("queue", "--chat", "c1").lines();

    assertThat(lines.get(0)).matches("BUILD +STATE +PRIORITY +PLACE +STARTS +CREATED +TOOK");
    assertThat(lines.get(1)).startsWith("b1     RUNNING    -");
    assertThat(lines.get(2))
        .startsWith("b2     QUEUED     HIGH      3rd in line  in about 40 s (at most 2 min)  ");
    assertThat(lines.get(3)).startsWith("b0     SUCCEEDED  ").endsWith("12.0 s");
    assertThat(lines.subList(4, lines.size()))
        .containsExactly(
            "and 2 more builds in the queue",
            "blocked by the failed build b9: `slipway retry b9` or `slipway dlq discard b9`");
  }

  @Test
  void chatForProgramsIsTheWholeAnswer() {
    coordinator.queue.chatQueue = chatQueue();

    Cli.Result result = cli.run("queue", "--chat", "c1", "-o", "json");

    assertThat(result.json().getAsJsonArray("pending")).hasSize(1);
    assertThat(result.json().get("pendingTotal").getAsString()).isEqualTo("3");
  }

  @Test
  void simulateSendsEveryChange() {
    cli.run(
        "queue",
        "simulate",
        "--quota",
        "tenants/a:b=c:running=5,cpu=8,memory=16Gi",
        "--quota",
        "cluster:running=none",
        "--add",
        "tenant=acme,project=shop,count=10,priority=high,cpu=500m",
        "--add",
        "chat=c1,memory=1Gi,template=website",
        "--resume",
        "cluster",
        "--pause",
        "tenants/other",
        "--limit",
        "7");

    SimulateQueueRequest sent = coordinator.queue.answers.only(SimulateQueueRequest.class);
    assertThat(sent.getParent()).isEqualTo("tenants/default");
    assertThat(sent.getQuotas(0).getScope()).isEqualTo("tenants/a:b=c");
    assertThat(sent.getQuotas(0).getRunning()).isEqualTo(5);
    assertThat(sent.getQuotas(0).getCpuMillis()).isEqualTo(8_000);
    assertThat(sent.getQuotas(0).getMemoryMib()).isEqualTo(16_384);
    assertThat(sent.getQuotas(1).hasRunning()).isFalse();
    assertThat(sent.getBuilds(0).getParent()).isEqualTo("tenants/acme");
    assertThat(sent.getBuilds(0).getProject()).isEqualTo("shop");
    assertThat(sent.getBuilds(0).getCount()).isEqualTo(10);
    assertThat(sent.getBuilds(0).getPriority()).isEqualTo(Build.Priority.PRIORITY_HIGH);
    assertThat(sent.getBuilds(0).getResources().getCpuMillis()).isEqualTo(500);
    assertThat(sent.getBuilds(1).getParent()).isEqualTo("tenants/default");
    assertThat(sent.getBuilds(1).getCount()).isEqualTo(1);
    assertThat(sent.getBuilds(1).getResources().getMemoryMib()).isEqualTo(1_024);
    assertThat(sent.getResumeList()).containsExactly("cluster");
    assertThat(sent.getPauseList()).containsExactly("tenants/other");
    assertThat(sent.getStarts()).isEqualTo(7);
  }

  @Test
  void simulateTellsWhenWhatWouldStart() {
    coordinator.queue.simulated =
        SimulateQueueResponse.newBuilder()
            .addStarts(start("tenants/default/builds/b1", -1, 1, 0, 5))
            .addStarts(start("", 0, 2, 40, 120))
            .setOthers(3)
            .setAsOfTime(FakeStatus.found())
            .build();

    Cli.Result result = cli.run("queue", "simulate", "--add", "count=2");

    assertThat(result.lines())
        .containsExactly(
            "BUILD             PLACE  STARTS   AT MOST",
            "b1                1      now      in 5 s",
            "added by --add 1  2      in 40 s  in 2 min");
    assertThat(result.err()).contains("3 more builds would wait; --limit tells more");
  }

  @Test
  void simulateLooksAtEveryTenantOnRequest() {
    cli.run("queue", "simulate", "--all-tenants");

    assertThat(coordinator.queue.answers.only(SimulateQueueRequest.class).getParent()).isEmpty();
  }

  @Test
  void changeThatCannotBeReadIsRefused() {
    assertThat(cli.run("queue", "simulate", "--quota", "running=5").err())
        .contains("'running=5' is not SCOPE:LIMITS");
    assertThat(cli.run("queue", "simulate", "--quota", "cluster:builds=5").err())
        .contains("'builds' is not a limit; there are running, cpu, memory");
    assertThat(cli.run("queue", "simulate", "--add", "count").err())
        .contains("'count' of 'count' is not KEY=VALUE");
    assertThat(cli.run("queue", "simulate", "--add", "count=many").err())
        .contains("'many' is not a number for count");
    assertThat(cli.run("queue", "simulate", "--add", "colour=red").err())
        .contains("'colour' says nothing of a build");
    assertThat(coordinator.queue.answers.requests()).isEmpty();
  }

  @Test
  void statsTellWhatIsKnownAndLeaveOutTheRest() {
    coordinator.queue.stats =
        QueueStats.newBuilder()
            .setScope("tenants/default")
            .setQueued(12)
            .setOldestWaiting(Durations.fromSeconds(185))
            .setActive(2)
            .setSubmitted(30)
            .setSucceeded(19)
            .setFailed(1)
            .setThroughputPerHour(20)
            .setSuccessRate(0.95)
            .setDurationAverage(Durations.fromSeconds(20))
            .setDurationP50(Durations.fromSeconds(18))
            .setDurationP90(Durations.fromSeconds(70))
            .setTodaySubmitted(100)
            .setTodaySucceeded(90)
            .build();

    Cli.Result result = cli.run("stats", "--window", "2h");

    assertThat(result.lines())
        .containsExactly(
            "scope         tenants/default",
            "held          0",
            "queued        12, the oldest for 3 min 5 s",
            "active        2",
            "dead letters  0",
            "last 2 h      30 submitted, 19 succeeded, 1 failed, 0 cancelled",
            "throughput    20.0 ends an hour",
            "success       95.0 %",
            "durations     average 20.0 s, p50 18.0 s, p90 1 min 10 s",
            "today (UTC)   100 submitted, 90 succeeded, 0 failed, 0 cancelled");
    assertThat(coordinator.queue.answers.only(GetQueueStatsRequest.class).getWindow().getSeconds())
        .isEqualTo(7_200);
  }

  private static ChatQueue chatQueue() {
    return ChatQueue.newBuilder()
        .addRunning(build("b1", Build.State.STATE_RUNNING))
        .addPending(
            build("b2", Build.State.STATE_QUEUED)
                .setPriority(Build.Priority.PRIORITY_HIGH)
                .setQueueStatus(FakeStatus.third()))
        .addRecent(build("b0", Build.State.STATE_SUCCEEDED).setEndTime(FakeStatus.after(12)))
        .setPendingTotal(3)
        .setBlockedBy("tenants/default/builds/b9")
        .build();
  }

  private static Build.Builder build(String id, Build.State state) {
    return Build.newBuilder()
        .setName("tenants/default/builds/" + id)
        .setState(state)
        .setCreateTime(FakeStatus.found());
  }

  private static SimulatedStart start(String build, int added, int position, long p50, long p90) {
    return SimulatedStart.newBuilder()
        .setBuild(build)
        .setAdded(added)
        .setPosition(position)
        .setEtaStartP50(FakeStatus.after(p50))
        .setEtaStartP90(FakeStatus.after(p90))
        .build();
  }
}
