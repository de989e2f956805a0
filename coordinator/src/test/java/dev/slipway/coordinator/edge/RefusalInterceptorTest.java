package dev.slipway.coordinator.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.slipway.coordinator.build.Refusal;
import dev.slipway.v1.GetTemplateRequest;
import dev.slipway.v1.ListTemplatesRequest;
import dev.slipway.v1.ListTemplatesResponse;
import dev.slipway.v1.Template;
import dev.slipway.v1.TemplateServiceGrpc;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.micronaut.data.exceptions.DataAccessException;
import io.micronaut.transaction.exceptions.CannotCreateTransactionException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Whatever a handler throws, from wherever it throws it. */
class RefusalInterceptorTest {
  private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
  private final Logger logger = (Logger) LoggerFactory.getLogger(RefusalInterceptor.class);
  private volatile RuntimeException failure;
  private volatile boolean failsBeforeTheCall;
  private Server server;
  private ManagedChannel channel;

  @BeforeEach
  void serve() throws Exception {
    var loopback = InetAddress.getLoopbackAddress();
    server =
        NettyServerBuilder.forAddress(new InetSocketAddress(loopback, 0))
            .addService(
                ServerInterceptors.interceptForward(
                    new Failing(), new RefusalInterceptor(), new FailingBefore()))
            .build()
            .start();
    channel =
        NettyChannelBuilder.forAddress(new InetSocketAddress(loopback, server.getPort()))
            .usePlaintext()
            .build();
    logged.start();
    logger.addAppender(logged);
    logger.setAdditive(false);
  }

  @AfterEach
  void stop() {
    logger.detachAppender(logged);
    logger.setAdditive(true);
    channel.shutdownNow();
    server.shutdownNow();
  }

  @Test
  void aRefusalIsAnsweredWhereverItIsThrownAndNotLogged() {
    failure = Refusal.notFound("templates/x");

    assertThat(thrown()).isEqualTo(Status.Code.NOT_FOUND);
    assertThat(handedOver()).isEqualTo(Status.Code.NOT_FOUND);
    failsBeforeTheCall = true;
    assertThat(thrown()).isEqualTo(Status.Code.NOT_FOUND);
    assertThat(logged.list).isEmpty();
  }

  @Test
  void aBugIsAnsweredWithoutAWordOfOurInsidesAndLogged() {
    failure = new IllegalStateException("password=secret", new SQLException("in table x"));

    for (var before : List.of(false, true)) {
      failsBeforeTheCall = before;
      var answer =
          catchThrowableOfType(
              StatusRuntimeException.class, () -> get(GetTemplateRequest.newBuilder()));

      assertThat(answer.getStatus().getCode()).isEqualTo(Status.Code.INTERNAL);
      assertThat(answer.toString()).doesNotContain("secret", "table", "IllegalState");
    }
    assertThat(handedOver()).isEqualTo(Status.Code.INTERNAL);
    assertThat(logged.list).hasSize(3).allMatch(event -> event.getLevel() == Level.ERROR);
    assertThat(logged.list.getFirst().getThrowableProxy().getMessage()).contains("secret");
  }

  @Test
  void aDatabaseThatCannotBeReachedIsAnsweredWithUnavailable() {
    for (var away :
        List.of(
            new CannotCreateTransactionException("no connection"),
            new DataAccessException("select", new SQLException("cut", "08006")),
            new DataAccessException("select", new SQLException("restarting", "57P01")),
            new DataAccessException("select", new SQLException("starting", "57P03")))) {
      failure = away;
      assertThat(thrown()).as("%s", away).isEqualTo(Status.Code.UNAVAILABLE);
      assertThat(handedOver()).isEqualTo(Status.Code.UNAVAILABLE);
    }
    assertThat(logged.list).isNotEmpty().allMatch(event -> event.getLevel() == Level.WARN);
  }

  @Test
  void aBadStatementIsOurBug() {
    failure = new DataAccessException("select", new SQLException("syntax error", "42601"));

    assertThat(thrown()).isEqualTo(Status.Code.INTERNAL);
  }

  @Test
  void aStatusThatAHandlerChoseIsPassedOn() {
    failure = Status.DATA_LOSS.withDescription("gone").asRuntimeException();

    assertThat(thrown()).isEqualTo(Status.Code.DATA_LOSS);
    assertThat(handedOver()).isEqualTo(Status.Code.DATA_LOSS);
  }

  private Status.Code thrown() {
    return catchThrowableOfType(
            StatusRuntimeException.class, () -> get(GetTemplateRequest.newBuilder()))
        .getStatus()
        .getCode();
  }

  private Status.Code handedOver() {
    failsBeforeTheCall = false;
    return catchThrowableOfType(
            StatusRuntimeException.class,
            () ->
                TemplateServiceGrpc.newBlockingStub(channel)
                    .listTemplates(ListTemplatesRequest.getDefaultInstance()))
        .getStatus()
        .getCode();
  }

  private void get(GetTemplateRequest.Builder request) {
    var _ = TemplateServiceGrpc.newBlockingStub(channel).getTemplate(request.build());
  }

  private final class Failing extends TemplateServiceGrpc.TemplateServiceImplBase {
    @Override
    public void getTemplate(GetTemplateRequest request, StreamObserver<Template> answer) {
      throw failure;
    }

    @Override
    public void listTemplates(
        ListTemplatesRequest request, StreamObserver<ListTemplatesResponse> answer) {
      answer.onError(failure);
    }
  }

  private final class FailingBefore implements ServerInterceptor {
    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
        ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
      if (failsBeforeTheCall) {
        throw failure;
      }
      return next.startCall(call, headers);
    }
  }
}
