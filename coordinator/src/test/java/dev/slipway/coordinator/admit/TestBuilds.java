package dev.slipway.coordinator.admit;

import dev.slipway.coordinator.build.BuildEvent.CancelAsked;
import dev.slipway.coordinator.build.BuildEvent.Claimed;
import dev.slipway.coordinator.build.BuildEvent.Released;
import dev.slipway.coordinator.build.BuildEvent.StepsFailed;
import dev.slipway.coordinator.build.BuildEvent.StepsSucceeded;
import dev.slipway.coordinator.build.BuildRef;
import dev.slipway.coordinator.build.BuildSpec;
import dev.slipway.coordinator.build.BuildSpec.SourceSpec;
import dev.slipway.coordinator.build.BuildSpec.StepSpec;
import dev.slipway.coordinator.build.Failure;
import dev.slipway.coordinator.build.Failure.Reason;
import dev.slipway.coordinator.build.Lease;
import dev.slipway.coordinator.build.Priority;
import dev.slipway.coordinator.build.Resources;
import dev.slipway.coordinator.build.Results;
import dev.slipway.coordinator.dispatch.Token;
import dev.slipway.coordinator.embedded.TestRows;
import dev.slipway.coordinator.ledger.BuildRecord;
import dev.slipway.coordinator.ledger.Builds;
import dev.slipway.coordinator.ledger.Ledger;
import dev.slipway.coordinator.ledger.NewLease;
import dev.slipway.coordinator.peer.CoordinatorId;
import io.micronaut.transaction.TransactionOperations;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Builds for tests, brought where they are by the real admission and the real ledger. */
@Singleton
public class TestBuilds {
  private static final List<StepSpec> SAY_HELLO =
      List.of(new StepSpec("say", List.of("echo", "hello"), Map.of("LANG", "C"), 30_000));

  private final Admission admission;
  private final Ledger ledger;
  private final Builds builds;
  private final CoordinatorId coordinator;
  private final TransactionOperations<Connection> transactions;
  private final TestRows rows;

  TestBuilds(
      Admission admission,
      Ledger ledger,
      Builds builds,
      CoordinatorId coordinator,
      TransactionOperations<Connection> transactions,
      TestRows rows) {
    this.admission = admission;
    this.ledger = ledger;
    this.builds = builds;
    this.coordinator = coordinator;
    this.transactions = transactions;
    this.rows = rows;
  }

  /** A custom build that says hello, without a chat, of a tenant of its own. */
  public Draft aBuild() {
    return new Draft();
  }

  /** An attempt that holds its build, and what its runner shows. */
  public record Held(BuildRef build, Lease lease, String token) {
    public UUID attemptUid() {
      return lease.attemptUid();
    }
  }

  /** Gives the next attempt of the head of a chat away, to the coordinator under test. */
  public Held lease(BuildRef build) {
    return lease(build, coordinator.get());
  }

  /** Gives the next attempt of the head of a chat away; one that is held is released before. */
  public Held lease(BuildRef build, UUID coordinator) {
    var record = builds.get(build);
    if (record.hold() != null) {
      ledger.ask(build, new Released());
    }
    var token = Token.create(build.id());
    var lease =
        new NewLease(
            record.chatNo(), record.place(), parallel(record), UUID.randomUUID(), token.hash());
    var leased =
        transactions.executeWrite(
            transaction -> ledger.lease(transaction.getConnection(), List.of(lease), coordinator));
    if (leased.isEmpty()) {
      throw new AssertionError(build + " is no head that can be leased");
    }
    var one = leased.getFirst();
    return new Held(build, new Lease(one.attempt(), one.attemptUid()), token.text());
  }

  private boolean parallel(BuildRecord build) {
    return rows.number(
            "SELECT coalesce(max(max_parallel), 1) FROM chat WHERE chat_no = ?", build.chatNo())
        > 1;
  }

  /** What a build is to be; the rest is filled in. */
  public final class Draft {
    private String tenant;
    private String chat;
    private String project;
    private String messageId = "";
    private String requestId;
    private String hash = "hash";
    private String template = "custom";
    private Map<String, String> parameters = Map.of();
    private SourceSpec source;
    private List<StepSpec> steps = SAY_HELLO;
    private String image = "";
    private long timeoutMillis = 600_000;
    private Resources resources = Resources.DEFAULT;
    private Priority priority = Priority.NORMAL;
    private Instant notBefore;
    private Duration queueTtl;
    private Supersede supersede;
    private BuildRef retryOf;
    private UUID leasedBy = coordinator.get();

    public Draft ofTenant(String tenant) {
      this.tenant = tenant;
      return this;
    }

    public Draft inChat(String chat) {
      this.chat = chat;
      return this;
    }

    public Draft ofProject(String project) {
      this.project = project;
      return this;
    }

    public Draft withMessageId(String messageId) {
      this.messageId = messageId;
      return this;
    }

    public Draft withRequestId(String requestId) {
      this.requestId = requestId;
      return this;
    }

    /** What the request said, as a hash: another one is another wish. */
    public Draft saying(String hash) {
      this.hash = hash;
      return this;
    }

    public Draft ofTemplate(String template, Map<String, String> parameters) {
      this.template = template;
      this.parameters = parameters;
      this.steps = List.of();
      return this;
    }

    public Draft withParameters(Map<String, String> parameters) {
      this.parameters = parameters;
      return this;
    }

    public Draft from(SourceSpec source) {
      this.source = source;
      return this;
    }

    public Draft withImage(String image) {
      this.image = image;
      return this;
    }

    public Draft withTimeoutMillis(long timeoutMillis) {
      this.timeoutMillis = timeoutMillis;
      return this;
    }

    public Draft holding(int cpuMillis, int memoryMib) {
      this.resources = new Resources(cpuMillis, memoryMib);
      return this;
    }

    public Draft with(Priority priority) {
      this.priority = priority;
      return this;
    }

    public Draft notBefore(Instant notBefore) {
      this.notBefore = notBefore;
      return this;
    }

    public Draft withQueueTtl(Duration queueTtl) {
      this.queueTtl = queueTtl;
      return this;
    }

    public Draft superseding(Supersede supersede) {
      this.supersede = supersede;
      return this;
    }

    public Draft retrying(BuildRef retryOf) {
      this.retryOf = retryOf;
      return this;
    }

    /** Its attempt belongs to this run of a coordinator; else to the one under test. */
    public Draft leasedBy(UUID coordinator) {
      this.leasedBy = coordinator;
      return this;
    }

    /** What {@link Admission} is asked for. */
    public Wish wish() {
      var spec = new BuildSpec(template, parameters, source, steps, image, timeoutMillis, 0);
      if (tenant == null) {
        tenant = rows.tenant();
      }
      return new Wish(
          tenant,
          project,
          chat,
          messageId,
          "",
          "",
          Map.of(),
          spec,
          resources,
          priority,
          notBefore,
          queueTtl,
          supersede,
          requestId,
          hash,
          retryOf == null ? null : retryOf.id());
    }

    public BuildRef queued() {
      return admission.admit(wish()).ref();
    }

    public Held starting() {
      return lease(queued(), leasedBy);
    }

    public Held running() {
      var held = starting();
      ledger.record(held.build(), held.attemptUid(), new Claimed());
      return held;
    }

    /** On its way to CANCELLED. */
    public Held stopping() {
      var held = running();
      ledger.ask(held.build(), new CancelAsked("enough"));
      return held;
    }

    public Held succeeded() {
      var held = running();
      ledger.record(
          held.build(),
          held.attemptUid(),
          new StepsSucceeded(new Results(List.of(), "hello", false)));
      return held;
    }

    public Held failed() {
      var held = running();
      ledger.record(
          held.build(),
          held.attemptUid(),
          new StepsFailed(Failure.of(Reason.STEP_FAILED, "it broke", "mend it")));
      return held;
    }

    public BuildRef cancelled() {
      var build = queued();
      ledger.ask(build, new CancelAsked("enough"));
      return build;
    }
  }
}
