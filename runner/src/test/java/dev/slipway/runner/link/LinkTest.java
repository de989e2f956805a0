package dev.slipway.runner.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.slipway.runner.coordinator.Conversation;
import dev.slipway.runner.coordinator.FakeCoordinator;
import dev.slipway.runner.coordinator.Plans;
import dev.slipway.runner.coordinator.Proxy;
import dev.slipway.runner.spool.Spool;
import dev.slipway.runner.v1.Event;
import dev.slipway.runner.v1.Hello;
import dev.slipway.runner.v1.Result;
import dev.slipway.runner.v1.StepStarted;
import io.grpc.Status;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The link over real connections, which do what connections do. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LinkTest {
  private static final LinkTimes TIMES = times(Duration.ofSeconds(30), Duration.ofSeconds(10));

  @TempDir Path temp;

  private final Heard heard = new Heard();
  private FakeCoordinator coordinator;
  private Conversation told;
  private Proxy proxy;
  private Spool spool;
  private Link link;

  @BeforeEach
  void start() throws Exception {
    coordinator = FakeCoordinator.start(Plans.shell("true").build(), new byte[0]);
    told = coordinator.heard();
    told.welcome(welcome -> welcome.setBeatInterval(Plans.seconds(5)));
    proxy = Proxy.before(coordinator.address());
    spool = new Spool(temp.resolve("log"));
  }

  @AfterEach
  void end() throws Exception {
    if (link != null) {
      link.close();
    }
    proxy.close();
    coordinator.close();
    spool.close();
  }

  @Test
  void halfOpenStreamIsLeftForAnotherAndNothingIsLost() throws Exception {
    told.welcome(
        welcome ->
            welcome.setBeatInterval(Plans.millis(50)).addCoordinators(coordinator.address()));
    open(proxy.address(), TIMES);
    print("before ");
    link.send(started());
    told.awaitLog("before");

    proxy.freeze();
    print("after");
    link.send(started());

    told.awaitHellos(2);
    link.finish(Result.newBuilder());
    assertThat(told.breaches()).isEmpty();
    assertThat(told.logText()).isEqualTo("before after");
    assertThat(told.events()).hasSize(2);
    assertThat(heard.losses()).isEmpty();
  }

  @Test
  void cutStreamIsTakenUpAgain() throws Exception {
    open(proxy.address(), TIMES);
    link.plan();
    for (int i = 1; i <= 5; i++) {
      print("line " + i + "\n");
      link.send(started());
      told.awaitHellos(i);
      proxy.cut();
    }
    told.awaitHellos(6);

    link.finish(Result.newBuilder());

    assertThat(told.breaches()).isEmpty();
    assertThat(told.log()).isEqualTo(Files.readAllBytes(temp.resolve("log")));
    assertThat(told.events()).extracting(Event::getSeq).containsExactly(1L, 2L, 3L, 4L, 5L);
  }

  @Test
  void helloThatNobodyAnswersIsSaidElsewhere() throws Exception {
    proxy.freeze();
    Files.writeString(temp.resolve("ready"), "{\"grpc\":\"" + coordinator.address() + "\"}");

    open(proxy.address(), times(Duration.ofSeconds(30), Duration.ofMillis(300)));

    assertThat(link.plan().getTemplate()).isEqualTo("custom");
  }

  @Test
  void goAwayLeadsToTheOtherCoordinator() throws Exception {
    try (FakeCoordinator other = coordinator.beside()) {
      told.welcome(
          welcome ->
              welcome.addCoordinators(coordinator.address()).addCoordinators(other.address()));
      open(coordinator.address(), TIMES);
      link.plan();

      told.goAway(Duration.ofMillis(50));

      told.awaitHellos(2);
      assertThat(coordinator.connects()).isEqualTo(1);
      assertThat(other.connects()).isEqualTo(1);
      link.finish(Result.newBuilder());
    }
  }

  @Test
  void whatIsAskedForAgainIsSentAgain() throws Exception {
    open(coordinator.address(), TIMES);
    link.plan();
    told.holdAcks();
    print("text");
    link.send(started());
    told.await("event", () -> told.events().size() == 1);

    told.nack();

    told.await("event", () -> told.events().size() == 1);
    told.ackAgain();
    link.finish(Result.newBuilder());
    assertThat(told.breaches()).isEmpty();
    assertThat(told.logText()).isEqualTo("text");
    assertThat(told.hellos()).hasSize(1);
  }

  @Test
  void whatWasAckedCannotBeAskedForAgain() throws Exception {
    open(coordinator.address(), TIMES);
    link.plan();
    print("text");
    link.send(started());
    told.await("event", () -> told.events().size() == 1);

    told.nackAcked();

    await().until(() -> !heard.losses().isEmpty());
    assertThat(heard.losses().getFirst().kind()).isEqualTo(LinkLost.Kind.OVER);
  }

  @Test
  void outageLongerThanTheFenceIsTheEndAlsoForAResultThatWaits() throws Exception {
    told.welcome(welcome -> welcome.setFenceAfter(Plans.millis(400)));
    open(proxy.address(), TIMES);
    link.plan();
    proxy.freeze();

    assertThat(lostBy(() -> link.finish(Result.newBuilder()))).isEqualTo(LinkLost.Kind.OVER);
    // Told right after.
    await().until(() -> heard.losses().size() == 1);
    assertThat(heard.losses().getFirst()).hasMessageContaining("400 ms");
    assertThat(heard.notes())
        .as("it does not wait for the silence of 20 s")
        .noneMatch(note -> note.contains("link broke"));
  }

  @Test
  void outageShorterThanTheFenceIsNot() throws Exception {
    told.welcome(
        welcome -> welcome.setBeatInterval(Plans.millis(50)).setFenceAfter(Plans.seconds(20)));
    open(proxy.address(), TIMES);
    link.plan();
    proxy.freeze();
    print("meanwhile");
    await().until(() -> heard.notes().stream().anyMatch(note -> note.contains("link broke")));

    proxy.cut();
    proxy.thaw();

    link.finish(Result.newBuilder());
    assertThat(told.logText()).isEqualTo("meanwhile");
    assertThat(heard.losses()).isEmpty();
  }

  @Test
  void linkThatIsNeverWelcomedIsGivenUpAfterTheStartup() throws Exception {
    proxy.freeze();

    open(proxy.address(), times(Duration.ofMillis(500), Duration.ofMillis(300)));

    assertThat(lostBy(() -> link.plan())).isEqualTo(LinkLost.Kind.UNREACHABLE);
  }

  @Test
  void refusalEndsTheAttemptAndAnAbortDoesNot() throws Exception {
    open(coordinator.address(), TIMES);
    link.plan();

    told.end(Status.ABORTED);
    told.awaitHellos(2);
    assertThat(heard.losses()).isEmpty();
    told.end(Status.INVALID_ARGUMENT.withDescription("not so"));

    await().until(() -> !heard.losses().isEmpty());
    assertThat(heard.losses().getFirst()).hasMessageContaining("not so");
    assertThat(told.hellos()).hasSize(2);
  }

  @Test
  void brokenDownloadBeginsAnew() throws Exception {
    byte[] source = "0123456789abcdef".repeat(100_000).getBytes(StandardCharsets.UTF_8);
    try (FakeCoordinator store = FakeCoordinator.start(Plans.shell("true").build(), source)) {
      store.breakStoreCalls(2);

      store(store.address()).fetch("any", temp.resolve("source"));

      assertThat(Files.readAllBytes(temp.resolve("source"))).isEqualTo(source);
      assertThat(store.breaksLeft()).isZero();
    }
  }

  @Test
  void downloadThatStandsStillIsMadeElsewhere() throws Exception {
    byte[] source = "0123456789abcdef".repeat(100_000).getBytes(StandardCharsets.UTF_8);
    try (FakeCoordinator store = FakeCoordinator.start(Plans.shell("true").build(), source);
        Proxy slow = Proxy.before(store.address())) {
      slow.freezeAfter(300_000);
      Files.writeString(temp.resolve("ready"), "{\"grpc\":\"" + store.address() + "\"}");
      Coordinators both =
          new Coordinators(slow.address(), temp.resolve("ready"), FakeCoordinator.TOKEN);
      both.addresses().welcomed(slow.address());

      new Store(both, TIMES).fetch("any", temp.resolve("source"));

      assertThat(Files.readAllBytes(temp.resolve("source"))).isEqualTo(source);
    }
  }

  @Test
  void brokenUploadBeginsAnew() throws Exception {
    byte[] artifact = new byte[1_000_000];
    Path file = Files.write(temp.resolve("artifact"), artifact);
    coordinator.breakStoreCalls(2);

    store(coordinator.address()).put(file, "its-sum", artifact.length);

    assertThat(coordinator.artifacts().get("its-sum")).isEqualTo(artifact);
    assertThat(told.breaches()).isEmpty();
    assertThat(coordinator.breaksLeft()).isZero();
  }

  @Test
  void uploadThatStandsStillIsMadeElsewhere() throws Exception {
    byte[] artifact = new byte[1_000_000];
    Path file = Files.write(temp.resolve("artifact"), artifact);
    proxy.freezeAfter(100_000);
    Files.writeString(temp.resolve("ready"), "{\"grpc\":\"" + coordinator.address() + "\"}");
    Coordinators both =
        new Coordinators(proxy.address(), temp.resolve("ready"), FakeCoordinator.TOKEN);
    both.addresses().welcomed(proxy.address());

    new Store(both, TIMES).put(file, "its-sum", artifact.length);

    assertThat(coordinator.artifacts().get("its-sum")).isEqualTo(artifact);
  }

  @Test
  void answerOfTheStoreIsNotAskedForAgain() throws Exception {
    coordinator.refuseStoreCalls(Status.RESOURCE_EXHAUSTED.withDescription("full"));
    Path file = Files.writeString(temp.resolve("artifact"), "x");

    assertThatThrownBy(() -> store(coordinator.address()).put(file, "its-sum", 1))
        .hasMessageContaining("full");
    assertThatThrownBy(() -> store(coordinator.address()).fetch("any", temp.resolve("source")))
        .hasMessageContaining("full");
  }

  @Test
  void callToTheStoreEndsWhenItsThreadIsInterrupted() throws Exception {
    proxy.freeze();
    Throwable[] thrown = new Throwable[1];
    Thread caller =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    store(proxy.address()).fetch("any", temp.resolve("source"));
                  } catch (Exception e) {
                    thrown[0] = e;
                  }
                });

    caller.interrupt();

    assertThat(caller.join(Duration.ofSeconds(20))).isTrue();
    assertThat(thrown[0]).isInstanceOf(InterruptedException.class);
  }

  private static LinkTimes times(Duration startup, Duration welcome) {
    return new LinkTimes(
        startup, welcome, Duration.ofMillis(10), Duration.ofMillis(50), Duration.ofMillis(300));
  }

  private Store store(String address) {
    return new Store(new Coordinators(address, null, FakeCoordinator.TOKEN), TIMES);
  }

  private void open(String address, LinkTimes times) {
    link =
        Link.open(
            new Coordinators(address, temp.resolve("ready"), FakeCoordinator.TOKEN),
            Hello.newBuilder().setBootId("boot").build(),
            spool,
            times,
            heard);
  }

  private static LinkLost.Kind lostBy(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    return catchThrowableOfType(LinkLost.class, call).kind();
  }

  private void print(String text) throws Exception {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    spool.append(bytes, bytes.length);
  }

  private static Event.Builder started() {
    return Event.newBuilder().setStepStarted(StepStarted.getDefaultInstance());
  }
}
