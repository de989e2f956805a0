package dev.slipway.coordinator.build;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The coordinator will not do what was asked, for a reason that the caller can act on. One
 * interceptor turns each kind into its gRPC status with {@code google.rpc} details; a kind without
 * an answer there does not compile. Anything else that is thrown is our bug and reaches the caller
 * as INTERNAL without details.
 */
public final class Refusal extends RuntimeException {
  private final Kind kind;

  public Refusal(Kind kind) {
    // No stack trace: a refusal is an answer, not an accident.
    super(kind.message(), null, false, false);
    this.kind = kind;
  }

  /** What was refused and why. */
  public Kind kind() {
    return kind;
  }

  /** Every refusal that a caller may meet. */
  public sealed interface Kind {
    /** One sentence for people: the value, the limit, the next step. */
    String message();

    /** The request is wrong in these fields; the same request can never be right. */
    record BadRequest(List<Violation> violations) implements Kind {
      public BadRequest {
        violations = List.copyOf(violations);
      }

      @Override
      public String message() {
        return String.join(
            "; ", violations.stream().map(v -> v.field() + ": " + v.description()).toList());
      }
    }

    /** There is no such resource, or it belongs to another tenant. */
    record NotFound(String resource, String message) implements Kind {}

    /** Create of something that is there. */
    record AlreadyExists(String resource, String message) implements Kind {}

    /** The request_id was used for another wish. */
    record RequestIdTaken(String requestId, String message) implements Kind {}

    /** The resource is not in a state for this; {@code reason} is UPPER_SNAKE. */
    record WrongState(String reason, String resource, String message) implements Kind {}

    /** A position lies beyond what there is. */
    record OutOfRange(String field, String message) implements Kind {}

    /** What is stored does not have its checksum; no repeat helps. */
    record Damaged(String resource, String message) implements Kind {}

    /**
     * What lies behind a position is not kept any more.
     *
     * @param oldest the first position behind it that is
     */
    record NotKept(String field, long oldest, String message) implements Kind {}

    /**
     * This stream ends here, and goes on wherever the client calls again.
     *
     * @param cursor fields of the request to go on with, by name
     * @param retryDelay how soon
     */
    record GoOnElsewhere(String message, Map<String, String> cursor, Duration retryDelay)
        implements Kind {
      public GoOnElsewhere {
        cursor = Map.copyOf(cursor);
      }
    }

    /** Someone else is at it now; look again and repeat the whole. */
    record Conflict(String resource, String message) implements Kind {}

    /** Over a limit on size or room; {@code subject} names the limit. */
    record Exhausted(String subject, String message) implements Kind {}

    /** There is too much to do at this moment; the same call may be repeated as it is. */
    record Busy(String subject, String message) implements Kind {}

    /**
     * Over a limit that a scope was given: on what waits, on submits an hour, on storage.
     *
     * @param subject the scope whose limit it is, as in {@code tenants/acme}
     * @param description one sentence: what is used, the limit, the next step
     * @param retryDelay how soon a repeat makes sense
     */
    record QuotaExceeded(String subject, String description, Duration retryDelay) implements Kind {
      @Override
      public String message() {
        return description;
      }
    }

    /** The caller did not show a valid credential. */
    record Unauthenticated(String message) implements Kind {}

    /** The caller's credential does not reach this. */
    record Forbidden(String message) implements Kind {}
  }

  /**
   * A field that is wrong.
   *
   * @param field its path in the request, as in {@code build.parameters["output_dir"]}
   * @param description the value, the limit, what to do
   */
  public record Violation(String field, String description) {}

  /** A refusal for one wrong field. */
  public static Refusal badField(String field, String description) {
    return new Refusal(new Kind.BadRequest(List.of(new Violation(field, description))));
  }

  /** A refusal to make what is there already. */
  public static Refusal alreadyExists(String resource) {
    return new Refusal(
        new Kind.AlreadyExists(
            resource, resource + " exists already. Use its Update to change it."));
  }

  /** A refusal because there is no such resource in this tenant. */
  public static Refusal notFound(String resource) {
    return new Refusal(
        new Kind.NotFound(resource, resource + " does not exist. Check the name and the tenant."));
  }
}
