package dev.slipway.coordinator.admit;

import dev.slipway.coordinator.build.BuildEvent.CancelAsked;
import dev.slipway.coordinator.build.BuildEvent.Claimed;
import dev.slipway.coordinator.build.BuildEvent.StepsFailed;
import dev.slipway.coordinator.build.BuildEvent.StepsSucceeded;
import dev.slipway.coordinator.build.BuildRef;
import dev.slipway.coordinator.build.BuildSpec;
import dev.slipway.coordinator.build.BuildSpec.SourceSpec;
import dev.slipway.coordinator.build.BuildSpec.StepSpec;
import dev.slipway.coordinator.build.Failure;
import dev.slipway.coordinator.build.Failure.Reason;
import dev.slipway.coordinator.build.Lease;
import dev.slipway.coordinator.build.Results;
import dev.slipway.coordinator.dispatch.Token;
import dev.slipway.coordinator.embedded.TestRows;
import dev.slipway.coordinator.ledger.Ledger;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Builds for tests, brought where they are by the real admission and the real ledger. */
@Singleton
public class TestBuilds {
  /** The run of the coordinator that leases them, unless a test says otherwise. */
  public static final UUID COORDINATOR = UUID.randomUUID();

  private static final List<StepSpec> SAY_HELLO =
      List.of(new StepSpec("say", List.of("echo", "hello"), Map.of("LANG", "C"), 30_000));

  private final Admission admission;
  private final Ledger ledger;
  private final TestRows rows;

  TestBuilds(Admission admission, Ledger ledger, TestRows rows) {
    this.admission = admission;
    this.ledger = ledger;
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

  /** Gives the next attempt of a waiting build away. */
  public Held lease(BuildRef build, int attempt, UUID coordinator) {
    var token = "token-" + UUID.randomUUID();
    var uid = UUID.randomUUID();
    ledger.lease(build, uid, new Token(token).hash(), coordinator);
    return new Held(build, new Lease(attempt, uid), token);
  }

  /** What a build is to be; the rest is filled in. */
  public final class Draft {
    private String tenant;
    private String chat;
    private String project = "default";
    private String messageId = "";
    private String requestId;
    private String hash = "hash";
    private String template = "custom";
    private Map<String, String> parameters = Map.of();
    private SourceSpec source;
    private List<StepSpec> steps = SAY_HELLO;
    private String image = "";
    private long timeoutMillis = 600_000;

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

    /** What {@link Admission} is asked for. */
    public Wish wish() {
      var spec = new BuildSpec(template, parameters, source, steps, image, timeoutMillis);
      if (tenant == null) {
        tenant = rows.tenant();
      }
      return new Wish(tenant, project, chat, messageId, spec, requestId, hash);
    }

    public BuildRef queued() {
      return admission.admit(wish());
    }

    public Held starting() {
      return lease(queued(), 1, COORDINATOR);
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
