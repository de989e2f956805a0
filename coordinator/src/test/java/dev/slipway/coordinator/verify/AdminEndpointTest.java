package dev.slipway.coordinator.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.coordinator.embedded.TestGrpc;
import dev.slipway.v1.AdminServiceGrpc;
import dev.slipway.v1.AdminServiceGrpc.AdminServiceBlockingStub;
import dev.slipway.v1.CheckInvariantsRequest;
import dev.slipway.v1.InvariantCheck;
import dev.slipway.v1.ListCoordinatorsRequest;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AdminEndpointTest {
  private CheckedDatabase database;
  private TestGrpc grpc;
  private AdminServiceBlockingStub stub;

  @BeforeEach
  void serve() throws IOException, SQLException {
    database = new CheckedDatabase();
    grpc = TestGrpc.serve(database.bean(AdminEndpoint.class));
    stub = AdminServiceGrpc.newBlockingStub(grpc.channel());
  }

  @AfterEach
  void close() {
    grpc.close();
    database.close();
  }

  @Test
  void everyRuleIsCheckedInOrder() {
    var answer = stub.checkInvariants(CheckInvariantsRequest.getDefaultInstance());

    assertThat(answer.getChecksList())
        .extracting(InvariantCheck::getName)
        .startsWith("one-phase-per-build")
        .endsWith("log-chunks-touch")
        .hasSize(21)
        .doesNotHaveDuplicates();
    assertThat(answer.getChecksList())
        .allSatisfy(
            check -> {
              assertThat(check.getRule()).endsWith(".");
              assertThat(check.getChecked()).isPositive();
              assertThat(check.getViolations()).isZero();
              assertThat(check.getExamplesList()).isEmpty();
            });
    assertThat(answer.getAsOfTime().getSeconds()).isPositive();
    assertThat(foundLast()).isZero();
  }

  @Test
  void whatIsBrokenIsTold() {
    database.execute("DELETE FROM build_head WHERE chat_no = 6; DELETE FROM artifact");

    var answer = stub.checkInvariants(CheckInvariantsRequest.getDefaultInstance());

    assertThat(answer.getChecksList().stream().filter(check -> check.getViolations() > 0))
        .extracting(InvariantCheck::getName)
        .containsExactly("head-where-one-can-start", "preview-points-to-success");
    assertThat(answer.getChecksList())
        .flatExtracting(InvariantCheck::getExamplesList)
        .contains("chat number 6 has no head: 1 wait, 0 of 1 are active")
        .hasSize(2);
    assertThat(foundLast()).isEqualTo(2);
  }

  @Test
  void aSecondCheckAtTheSameTimeIsRefused() throws InterruptedException, ExecutionException {
    var locked = new CountDownLatch(1);
    var refused = new CountDownLatch(1);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var holding =
          threads.submit(
              () ->
                  database.after(
                      "LOCK TABLE preview",
                      () -> {
                        locked.countDown();
                        return await(refused);
                      }));
      locked.await();
      var first =
          threads.submit(() -> stub.checkInvariants(CheckInvariantsRequest.getDefaultInstance()));
      database.awaitWaitForLock();

      assertThatThrownBy(() -> stub.checkInvariants(CheckInvariantsRequest.getDefaultInstance()))
          .isInstanceOf(StatusRuntimeException.class)
          .hasMessageStartingWith(Status.Code.ABORTED + ": Another check runs");

      refused.countDown();
      assertThat(holding.get()).isTrue();
      assertThat(first.get().getChecksCount()).as("the first goes on").isEqualTo(21);
    }
  }

  @Test
  void aRuleThatTakesTooLongIsToldByName() throws IOException, SQLException {
    try (var slow = new CheckedDatabase(Map.of("slipway.verify.rule-timeout", "1s"));
        var server = TestGrpc.serve(slow.bean(AdminEndpoint.class))) {
      var client = AdminServiceGrpc.newBlockingStub(server.channel());

      assertThatThrownBy(
              () ->
                  slow.after(
                      "LOCK TABLE preview",
                      () -> client.checkInvariants(CheckInvariantsRequest.getDefaultInstance())))
          .hasMessageStartingWith(
              Status.Code.RESOURCE_EXHAUSTED
                  + ": Checking preview-points-to-success took longer than PT1S.");

      assertThat(
              client.checkInvariants(CheckInvariantsRequest.getDefaultInstance()).getChecksList())
          .as("the next check is not refused")
          .hasSize(21);
    }
  }

  @Test
  void listsCoordinatorsWithWhatTheyHold() {
    database.execute(
        """
        INSERT INTO coordinator (coordinator_id, machine, pid, birth_time, grpc_address, start_time)
        VALUES (b(91), 'm', 8, ago(5), 'localhost:2', ago(-1))
        """);

    var answer = stub.listCoordinators(ListCoordinatorsRequest.getDefaultInstance());

    assertThat(answer.getCoordinatorsList())
        .extracting(c -> c.getUid().substring(34) + " " + c.getGrpcAddress() + " " + c.getPid())
        .containsExactly("90 localhost:1 7", "91 localhost:2 8");
    assertThat(answer.getCoordinatorsList()).extracting(c -> c.getActive()).containsExactly(2, 0);
    assertThat(answer.getCoordinators(0).getBeatTime().getSeconds()).isPositive();
  }

  private double foundLast() {
    return database.bean(MeterRegistry.class).get("slipway.verify.violations").gauge().value();
  }

  private static boolean await(CountDownLatch latch) {
    try {
      latch.await();
      return true;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
