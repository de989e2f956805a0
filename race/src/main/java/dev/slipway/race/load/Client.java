package dev.slipway.race.load;

import com.google.protobuf.FieldMask;
import dev.slipway.race.load.Caller.About;
import dev.slipway.race.plan.Names;
import dev.slipway.v1.Build;
import dev.slipway.v1.Build.Priority;
import dev.slipway.v1.BuildServiceGrpc;
import dev.slipway.v1.BuildServiceGrpc.BuildServiceBlockingStub;
import dev.slipway.v1.CancelBuildRequest;
import dev.slipway.v1.CreateBuildRequest;
import dev.slipway.v1.Git;
import dev.slipway.v1.Resources;
import dev.slipway.v1.Source;
import dev.slipway.v1.UpdateBuildRequest;
import io.grpc.ManagedChannel;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * Somebody who submits builds: often to the same few chats as the others, now and then the same
 * request twice or with no patience, and who changes their mind about some of them.
 */
final class Client {
  private static final Source GIT =
      Source.newBuilder()
          .setGit(Git.newBuilder().setRepository("https://example.com/site.git").setRef("main"))
          .build();
  private static final int[] CPU_MILLIS = {100, 250, 500, 1_000};
  private static final int PATIENCE_MILLIS = 10_000;

  /** Builds that it remembers, to cancel or to change one of them. */
  private static final int REMEMBERED = 12;

  /** Submits after which other tenants have their rush. */
  private static final int RUSH = 24;

  private final String name;
  private final Names names;
  private final RandomGenerator random;
  private final Caller caller;
  private final Executor twins;
  private final Deque<String> mine = new ArrayDeque<>();
  private int sent;

  /**
   * @param twins runs the second of two equal calls
   */
  Client(String name, Names names, RandomGenerator random, Caller caller, Executor twins) {
    this.name = name;
    this.names = names;
    this.random = random;
    this.caller = caller;
    this.twins = twins;
  }

  /** Submits while the pace allows it. */
  void run(Pace pace) throws InterruptedException {
    while (pace.next()) {
      submit();
      if (!mine.isEmpty() && chance(0.06)) {
        cancel();
      }
      if (!mine.isEmpty() && chance(0.10)) {
        reprioritize();
      }
    }
  }

  private void submit() throws InterruptedException {
    // A few tenants have a rush at a time, in a few chats.
    int rush = sent++ / RUSH;
    int tenant = chance(0.7) ? (rush + random.nextInt(2)) % names.tenants() : any(names.tenants());
    int chat = chance(0.5) ? rush % 3 : any(names.chatsPerTenant());
    var requestId = name + "-" + sent;
    var request =
        CreateBuildRequest.newBuilder()
            .setParent("tenants/" + names.tenant(tenant))
            .setRequestId(requestId)
            .setBuild(
                Build.newBuilder()
                    .setChat(names.chat(chat % names.chatsPerTenant()))
                    .setTemplate("website")
                    .setSource(GIT)
                    .setPriority(priority())
                    .setResources(
                        Resources.newBuilder()
                            .setCpuMillis(CPU_MILLIS[any(CPU_MILLIS.length)])
                            .setMemoryMib(64)))
            .build();
    var about = new About("SUBMIT", names.tenant(tenant), requestId, null);
    if (chance(0.02)) {
      twins.execute(() -> create(about, request, PATIENCE_MILLIS));
    }
    if (chance(0.03)) {
      create(about, request, 1 + any(15));
    }
    var _ =
        caller.untilKnown(
            about,
            channel -> {
              var build = create(channel, request, PATIENCE_MILLIS);
              remember(build);
              return build;
            });
  }

  private void create(About about, CreateBuildRequest request, int patienceMillis) {
    var _ = caller.once(about, channel -> create(channel, request, patienceMillis));
  }

  private static String create(
      ManagedChannel channel, CreateBuildRequest request, int patienceMillis) {
    return stub(channel, patienceMillis).createBuild(request).getName();
  }

  private void remember(String build) {
    mine.addLast(build);
    if (mine.size() > REMEMBERED) {
      mine.removeFirst();
    }
  }

  private void cancel() {
    var build = anyOfMine();
    var request = CancelBuildRequest.newBuilder().setName(build).setReason("changed my mind");
    var _ =
        caller.once(
            new About("CANCEL", "", null, build),
            channel -> stub(channel, PATIENCE_MILLIS).cancelBuild(request.build()).getName());
  }

  private void reprioritize() {
    var build = anyOfMine();
    var request =
        UpdateBuildRequest.newBuilder()
            .setBuild(Build.newBuilder().setName(build).setPriority(priority()))
            .setUpdateMask(FieldMask.newBuilder().addPaths("priority"));
    var _ =
        caller.once(
            new About("UPDATE", "", null, build),
            channel -> stub(channel, PATIENCE_MILLIS).updateBuild(request.build()).getName());
  }

  /** The newest ones most: these still wait. */
  private String anyOfMine() {
    var all = List.copyOf(mine);
    return all.get(all.size() - 1 - any(Math.min(all.size(), 1 + any(all.size()))));
  }

  private Priority priority() {
    return switch (any(10)) {
      case 0 -> Priority.PRIORITY_LOW;
      case 1, 2 -> Priority.PRIORITY_HIGH;
      case 3 -> Priority.PRIORITY_CRITICAL;
      default -> Priority.PRIORITY_NORMAL;
    };
  }

  private static BuildServiceBlockingStub stub(ManagedChannel channel, int patienceMillis) {
    return BuildServiceGrpc.newBlockingStub(channel)
        .withDeadlineAfter(patienceMillis, TimeUnit.MILLISECONDS);
  }

  private int any(int bound) {
    return random.nextInt(bound);
  }

  private boolean chance(double share) {
    return random.nextDouble() < share;
  }
}
