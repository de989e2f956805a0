package dev.slipway.e2e.queue;

import static dev.slipway.e2e.Requests.shell;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.slipway.e2e.Folders;
import dev.slipway.e2e.Outcome;
import dev.slipway.e2e.Slipway;
import dev.slipway.v1.Build;
import dev.slipway.v1.CreateBuildRequest;
import dev.slipway.v1.CreateTenantRequest;
import dev.slipway.v1.GetBuildRequest;
import dev.slipway.v1.Pause;
import dev.slipway.v1.PauseQueueRequest;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Each test has a tenant of its own; the default tenant stands by. */
class QueueCommandsTest {

  /** What the coordinator refused, as the help of each command lists it. */
  private static final int REFUSED = 5;

  private static final int BUILD_FAILED = 1;

  @AutoClose private static Slipway slipway;

  /** A build that ends its own runner at each attempt. */
  private static Build doomed;

  @BeforeAll
  static void start() {
    slipway = Slipway.up("--max-builds", "2");
    doomed = slipway.submits().submit(shell("kill -9 $PPID").setChat("doomed"));
  }

  @Test
  void aPausedTenantWaitsWhileAnotherBuildsAndGoesOnWhenItIsResumed() {
    run("tenant", "create", "acme");
    run("pause", "tenants/acme", "--reason", "moving", "--by", "ada");
    var waits = submitted("acme", "true", "--chat", "garden");
    var bystander = queued("default", "garden");

    assertThat(run("watch", bystander).exitCode()).isZero();
    assertThat(run("explain", waits).out())
        .contains("PAUSED: tenants/acme is paused by ada: moving.", "slipway resume tenants/acme");
    assertThat(run("queue", "tenants/acme").out()).contains("moving");
    assertThat(run("pauses").out()).contains("tenants/acme", "ada");
    assertThat(state(waits)).isEqualTo("QUEUED");
    assertThat(run("resume", "tenants/acme").out()).contains("tenants/acme");
    assertThat(run("watch", waits).exitCode()).isZero();
  }

  @Test
  void theOrderOfAChatIsShownAndPrioritiesChangeItsPlaceOnly() {
    paused("bolt");
    var first = submitted("bolt", "true", "--chat", "garden", "--priority", "low");
    var second = queued("bolt", "garden");

    run("update", second, "--priority", "critical", "--label", "team=red", "--name", "spring");

    assertThat(json(run("explain", first, "-o", "json")).get("inheritedFrom").getAsString())
        .isEqualTo(second);
    assertThat(json(run("get", first, "-o", "json")).get("priority").getAsString())
        .isEqualTo("LOW");
    assertThat(names(run("queue", "--tenant", "bolt", "--chat", "garden", "-o", "json"), "pending"))
        .containsExactly(first, second);
    assertThat(run("list", "--tenant", "bolt", "--filter", "labels.team = \"red\"").out())
        .contains(id(second))
        .doesNotContain(id(first));
    var simulated =
        run(
            "queue",
            "simulate",
            "--tenant",
            "bolt",
            "--resume",
            "tenants/bolt",
            "--add",
            "count=1,tenant=bolt");
    assertThat(simulated.out()).contains(id(first), id(second), "added by --add 1");
    assertThat(state(first)).as("nothing was changed by asking").isEqualTo("QUEUED");
  }

  @Test
  void manyAreCountedAndThenCancelled() {
    paused("carol");
    var one = queued("carol", "garden");
    var two = queued("carol", "garden");
    var bystander = queued("carol", "orchard");
    var filter = List.of("cancel", "--tenant", "carol", "--filter", "chat = \"garden\"");

    assertThat(run(filter).out()).contains(id(one), id(two)).doesNotContain(id(bystander));
    assertThat(List.of(state(one), state(two))).containsOnly("QUEUED");
    run(filter, "--force", "--reason", "wrong branch");

    assertThat(List.of(state(one), state(two))).containsOnly("CANCELLED");
    assertThat(state(bystander)).isEqualTo("QUEUED");
    assertThat(run("get", one).out()).contains("wrong branch");
  }

  @Test
  void aFullQueueRefusesWithTheLimitAndTheNextStepAndOthersSubmit() {
    paused("dora");
    run("quota", "set", "tenants/dora", "--queued", "1", "--running", "5");
    queued("dora", "");

    var refused = slipway.cli(submit("dora", "true"));

    assertThat(refused.exitCode()).as("%s", refused).isEqualTo(REFUSED);
    assertThat(refused.out()).isEmpty();
    assertThat(refused.err())
        .contains("RESOURCE_EXHAUSTED", "tenants/dora has 1 of at most 1 waiting builds");
    assertThat(run("list", "--tenant", "dora", "-o", "json").out().lines()).hasSize(1);
    assertThat(run("quota", "usage", "tenants/dora").out()).containsPattern("queued +1 +1");
    var checked = run(submit("default", "true", "--validate-only"));
    assertThat(checked.out()).contains("in line");
    run("quota", "set", "tenants/dora", "--queued", "none");
    queued("dora", "");
  }

  @Test
  void aFailedBuildBlocksItsChatUntilSomebodyLooksAfterIt() {
    tenant("emil");
    run("chat", "create", "garden", "--tenant", "emil", "--on-failure", "block");
    var failed = submitted("emil", "exit 3", "--chat", "garden");
    assertThat(slipway.cli("watch", failed).exitCode()).isEqualTo(BUILD_FAILED);
    var waits = queued("emil", "garden");
    var bystander = queued("emil", "orchard");

    assertThat(run("watch", bystander).exitCode()).isZero();
    assertThat(run("explain", waits).out()).contains("CHAT_BLOCKED", id(failed), "discard");
    assertThat(run("chat", "get", "garden", "--tenant", "emil").out()).contains(id(failed));
    var retry = run("retry", failed, "--detach").lastLine();
    assertThat(slipway.cli("watch", retry).exitCode()).as("it fails again").isEqualTo(BUILD_FAILED);
    assertThat(state(waits)).isEqualTo("QUEUED");
    run("dlq", "discard", retry);
    assertThat(run("watch", waits).exitCode()).isZero();
  }

  @Test
  void submitsSayWhatTheySupersedeAndHowLongTheyWait() {
    paused("fay");
    var older = queued("fay", "garden");
    var bystander = queued("fay", "orchard");
    var newest = submitted("fay", "true", "--chat", "garden", "--supersede", "skip-intermediate");
    var scheduled = submitted("fay", "true", "--not-before", "15m");
    var impatient = submitted("fay", "true", "--queue-ttl", "1s");

    assertThat(run("get", older).out()).contains("CANCELLED", id(newest));
    assertThat(state(bystander)).isEqualTo("QUEUED");
    assertThat(run("explain", scheduled).out()).contains("SCHEDULED");
    assertThat(state(scheduled)).isEqualTo("HELD");
    var watched = slipway.cli("watch", impatient);
    assertThat(watched.exitCode()).as("%s", watched).isEqualTo(BUILD_FAILED);
    assertThat(watched.err()).contains("QUEUE_TTL_EXPIRED");
  }

  @Test
  void tenantsProjectsAndChatsAreMadeShownAndDeletedWhenEmpty() {
    run("tenant", "create", "gus", "--weight", "2");
    run("project", "create", "shop", "--tenant", "gus");
    run("chat", "create", "garden", "--tenant", "gus", "--project", "shop", "--debounce", "5s:60s");
    run("chat", "update", "garden", "--tenant", "gus", "--max-parallel", "3");

    assertThat(run("tenant", "get", "gus").out()).contains("2");
    assertThat(run("chat", "list", "--tenant", "gus").out()).contains("garden", "3");
    var refused = slipway.cli("tenant", "delete", "gus");
    assertThat(refused.exitCode()).isEqualTo(REFUSED);
    assertThat(refused.err()).contains("1 project (shop)", "1 chat (garden)");
    run("chat", "delete", "garden", "--tenant", "gus");
    run("project", "delete", "shop", "--tenant", "gus");
    run("tenant", "delete", "gus");
    assertThat(slipway.cli("tenant", "get", "gus").exitCode()).isEqualTo(REFUSED);
    assertThat(run("tenant", "list").out()).contains("default").doesNotContain("gus");
  }

  @Test
  void aBuildThatIsLostThreeTimesIsADeadLetterAndIsRequeuedOnce() {
    slipway.submits().failed(doomed);
    var name = doomed.getName();

    assertThat(run("dlq", "list").out()).contains(id(name), "RUNNER_LOST");
    assertThat(run("attempts", name).out().lines().filter(line -> line.contains("LOST")))
        .hasSize(3);
    var requeued = run("dlq", "requeue", name).lastLine();
    assertThat(run("dlq", "requeue", name).lastLine()).isEqualTo(requeued);
    run("cancel", requeued);
    assertThat(run("dlq", "list").out()).doesNotContain(id(name));
    assertThat(run("get", requeued, "-o", "json").out()).contains("\"retryOf\":\"" + name + "\"");
    var refused = slipway.cli("dlq", "discard", name);
    assertThat(refused.exitCode()).as("%s", refused).isEqualTo(REFUSED);
    assertThat(run("stats").out()).contains("throughput");
    assertThat(run("verify").out()).contains("violations 0");
  }

  /** A new tenant of which nothing starts. */
  private static void paused(String tenant) {
    tenant(tenant);
    var pause = Pause.newBuilder().setScope("tenants/" + tenant).setPausedBy("ada");
    var _ = slipway.queue().pauseQueue(PauseQueueRequest.newBuilder().setPause(pause).build());
  }

  private static void tenant(String id) {
    var _ =
        slipway.tenants().createTenant(CreateTenantRequest.newBuilder().setTenantId(id).build());
  }

  /** The name of a build that does nothing, and was not submitted by the command line. */
  private static String queued(String tenant, String chat) {
    return slipway
        .builds()
        .createBuild(
            CreateBuildRequest.newBuilder()
                .setParent("tenants/" + tenant)
                .setBuild(shell("true").setChat(chat))
                .build())
        .getName();
  }

  private static String[] submit(String tenant, String script, String... options) {
    var file = slipway.sandbox().folder("builds").resolve("build.json");
    Folders.write(
        file,
        "{\"template\": \"custom\", \"steps\": [{\"id\": \"run\", \"command\": [\"sh\", \"-c\","
            + " \""
            + script
            + "\"]}]}");
    var words = new ArrayList<>(List.of("submit", file.toString(), "--tenant", tenant));
    words.addAll(List.of(options));
    return words.toArray(String[]::new);
  }

  /** The name of a build that was submitted by the command line. */
  private static String submitted(String tenant, String script, String... options) {
    return run(List.of(submit(tenant, script, options)), "--detach").lastLine();
  }

  private static Outcome run(List<String> words, String... more) {
    var all = new ArrayList<>(words);
    all.addAll(List.of(more));
    return run(all.toArray(String[]::new));
  }

  private static Outcome run(String... words) {
    var outcome = slipway.cli(words);
    assertThat(outcome.exitCode()).as("slipway %s: %s", String.join(" ", words), outcome).isZero();
    return outcome;
  }

  private static String state(String build) {
    var found = slipway.builds().getBuild(GetBuildRequest.newBuilder().setName(build).build());
    return found.getState().name().substring("STATE_".length());
  }

  private static JsonObject json(Outcome outcome) {
    return JsonParser.parseString(outcome.lastLine()).getAsJsonObject();
  }

  private static List<String> names(Outcome outcome, String list) {
    return json(outcome).getAsJsonArray(list).asList().stream()
        .map(build -> build.getAsJsonObject().get("name").getAsString())
        .toList();
  }

  private static String id(String build) {
    return build.substring(build.lastIndexOf('/') + 1);
  }
}
