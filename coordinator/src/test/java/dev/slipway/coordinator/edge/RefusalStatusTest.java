package dev.slipway.coordinator.edge;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.rpc.BadRequest;
import com.google.rpc.Code;
import com.google.rpc.ErrorInfo;
import com.google.rpc.PreconditionFailure;
import com.google.rpc.QuotaFailure;
import com.google.rpc.ResourceInfo;
import com.google.rpc.RetryInfo;
import com.google.rpc.Status;
import dev.slipway.coordinator.build.Refusal;
import dev.slipway.coordinator.build.Refusal.Kind;
import dev.slipway.coordinator.build.Refusal.Violation;
import java.time.Duration;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RefusalStatusTest {
  static Stream<Arguments> kinds() {
    return Stream.of(
        answers(
            new Kind.BadRequest(List.of(new Violation("name", "is odd."))),
            Code.INVALID_ARGUMENT,
            "BAD_REQUEST",
            BadRequest.class),
        answers(new Kind.NotFound("r", "m"), Code.NOT_FOUND, "NOT_FOUND", ResourceInfo.class),
        answers(
            new Kind.AlreadyExists("r", "m"),
            Code.ALREADY_EXISTS,
            "ALREADY_EXISTS",
            ResourceInfo.class),
        answers(new Kind.RequestIdTaken("r", "m"), Code.ALREADY_EXISTS, "REQUEST_ID_TAKEN"),
        answers(
            new Kind.WrongState("NOT_PUBLISHED", "r", "m"),
            Code.FAILED_PRECONDITION,
            "NOT_PUBLISHED",
            PreconditionFailure.class),
        answers(new Kind.OutOfRange("offset", "m"), Code.OUT_OF_RANGE, "OUT_OF_RANGE"),
        answers(new Kind.Damaged("r", "m"), Code.DATA_LOSS, "DAMAGED", ResourceInfo.class),
        answers(new Kind.NotKept("after_sequence", 7, "m"), Code.OUT_OF_RANGE, "NOT_KEPT"),
        answers(
            new Kind.GoOnElsewhere("m", Map.of("after_sequence", "7"), Duration.ofSeconds(1)),
            Code.UNAVAILABLE,
            "GO_ON_ELSEWHERE",
            RetryInfo.class),
        answers(new Kind.Conflict("r", "m"), Code.ABORTED, "CONFLICT", ResourceInfo.class),
        answers(
            new Kind.Exhausted("tenants/t", "m"),
            Code.RESOURCE_EXHAUSTED,
            "EXHAUSTED",
            QuotaFailure.class,
            RetryInfo.class),
        answers(new Kind.Busy("submits", "m"), Code.UNAVAILABLE, "BUSY", RetryInfo.class),
        answers(
            new Kind.QuotaExceeded("tenants/t", "m", Duration.ofSeconds(7)),
            Code.RESOURCE_EXHAUSTED,
            "QUOTA_EXCEEDED",
            QuotaFailure.class,
            RetryInfo.class),
        answers(new Kind.Unauthenticated("m"), Code.UNAUTHENTICATED, "UNAUTHENTICATED"),
        answers(new Kind.Forbidden("m"), Code.PERMISSION_DENIED, "FORBIDDEN"));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void aRefusalHasItsCodeItsReasonAndItsDetails(
      Kind kind, Code code, String reason, Set<Class<? extends Message>> details) throws Exception {
    var status = RefusalStatus.of(new Refusal(kind));

    assertThat(status.getCode()).isEqualTo(code.getNumber());
    assertThat(status.getMessage()).isEqualTo(kind.message());
    var info = status.getDetails(0).unpack(ErrorInfo.class);
    assertThat(info.getDomain()).isEqualTo("slipway.dev");
    assertThat(info.getReason()).isEqualTo(reason).matches("[A-Z][A-Z0-9]*(_[A-Z0-9]+)*");
    assertThat(status.getDetailsList().stream().skip(1).map(Any::getTypeUrl))
        .allMatch(url -> details.stream().anyMatch(type -> url.endsWith(type.getSimpleName())))
        .hasSize(details.size());
  }

  @Test
  void everyKindIsInTheTable() {
    var known = new HashSet<Class<?>>();
    kinds().forEach(arguments -> known.add(arguments.get()[0].getClass()));

    assertThat(known).isEqualTo(Set.of(Kind.class.getPermittedSubclasses()));
  }

  @Test
  void detailsNameWhatTheyAreAbout() throws Exception {
    assertThat(violations(new Violation("name", "is odd.")))
        .singleElement()
        .returns("name", BadRequest.FieldViolation::getField)
        .returns("is odd.", BadRequest.FieldViolation::getDescription);
    assertThat(
            RefusalStatus.of(new Refusal(new Kind.RequestIdTaken("r 7", "m")))
                .getDetails(0)
                .unpack(ErrorInfo.class)
                .getMetadataMap())
        .containsEntry("request_id", "r 7");
    assertThat(
            RefusalStatus.of(new Refusal(new Kind.NotKept("after_sequence", 7, "m")))
                .getDetails(0)
                .unpack(ErrorInfo.class)
                .getMetadataMap())
        .containsEntry("field", "after_sequence")
        .containsEntry("oldest_sequence", "7");
    assertThat(
            RefusalStatus.of(new Refusal(new Kind.Exhausted("tenants/t", "m")))
                .getDetails(1)
                .unpack(QuotaFailure.class)
                .getViolations(0)
                .getSubject())
        .isEqualTo("tenants/t");
  }

  @Test
  void aQuotaSaysWhoseLimitItIsAndWhenToComeBack() throws Exception {
    var delay = Duration.ofSeconds(7, 500_000_000);
    var status =
        RefusalStatus.of(
            new Refusal(new Kind.QuotaExceeded("tenants/t/chats/c", "5 wait, its limit.", delay)));

    assertThat(status.getDetails(1).unpack(QuotaFailure.class).getViolationsList())
        .singleElement()
        .returns("tenants/t/chats/c", QuotaFailure.Violation::getSubject)
        .returns("5 wait, its limit.", QuotaFailure.Violation::getDescription);
    assertThat(status.getDetails(2).unpack(RetryInfo.class).getRetryDelay())
        .returns(7L, com.google.protobuf.Duration::getSeconds)
        .returns(500_000_000, com.google.protobuf.Duration::getNanos);
  }

  @Test
  void whatIsQuotedNeverOutgrowsTheHeadersOfAnAnswer() throws Exception {
    var long1 = "x".repeat(1 << 20);
    var long2 = "🙂é".repeat(1 << 18);
    for (var text : List.of(long1, long2)) {
      for (var kind :
          List.of(
              new Kind.BadRequest(Collections.nCopies(20, new Violation(text, text))),
              new Kind.NotFound(text, text),
              new Kind.WrongState("ODD", text, text),
              new Kind.Conflict(text, text),
              new Kind.Damaged(text, text),
              new Kind.Exhausted("tenants/t", text),
              new Kind.AlreadyExists(text, text),
              new Kind.QuotaExceeded(text, text, Duration.ofSeconds(1)))) {
        var status = RefusalStatus.of(new Refusal(kind));

        assertThat(headerBytes(status)).isLessThan(7_800);
        assertThat(status.getMessage()).endsWith("…");
      }
    }
  }

  @Test
  void violationsThatDoNotFitAreCounted() throws Exception {
    var many = Collections.nCopies(5_000, new Violation("build.project", "is odd."));
    var status = RefusalStatus.of(new Refusal(new Kind.BadRequest(many)));

    int told = status.getDetails(1).unpack(BadRequest.class).getFieldViolationsCount();

    assertThat(told).isBetween(10, 200);
    assertThat(status.getDetails(0).unpack(ErrorInfo.class).getMetadataMap())
        .containsEntry("violations_left_out", "" + (5_000 - told));
  }

  /** The message percent-encoded, the details in base64. */
  private static long headerBytes(Status status) {
    long message =
        status
            .getMessage()
            .chars()
            .mapToLong(c -> c < 0x80 ? 1 : Character.isSurrogate((char) c) ? 6 : 9)
            .sum();
    return message + status.getSerializedSize() * 4L / 3;
  }

  private static List<BadRequest.FieldViolation> violations(Violation... violations)
      throws InvalidProtocolBufferException {
    return RefusalStatus.of(new Refusal(new Kind.BadRequest(List.of(violations))))
        .getDetails(1)
        .unpack(BadRequest.class)
        .getFieldViolationsList();
  }

  @SafeVarargs
  private static Arguments answers(
      Kind kind, Code code, String reason, Class<? extends Message>... details) {
    return Arguments.of(kind, code, reason, Set.of(details));
  }
}
