package dev.slipway.cli.logs;

import com.google.protobuf.ByteString;
import dev.slipway.cli.link.Coordinator;
import dev.slipway.v1.LogBatch;
import dev.slipway.v1.LogServiceGrpc;
import dev.slipway.v1.TailLogsRequest;
import io.grpc.Channel;
import io.grpc.StatusException;
import io.grpc.stub.BlockingClientCall;
import java.util.function.Consumer;

/** A build's log from an offset on, each byte once over any number of cuts. */
final class LogStream implements Coordinator.Call<Long> {
  private final String build;
  private final String step;
  private final boolean follow;
  private final Coordinator coordinator;
  private final Consumer<ByteString> sink;
  private long nextOffset;

  LogStream(
      String build,
      String step,
      long offset,
      boolean follow,
      Coordinator coordinator,
      Consumer<ByteString> sink) {
    this.build = build;
    this.step = step;
    this.nextOffset = offset;
    this.follow = follow;
    this.coordinator = coordinator;
    this.sink = sink;
  }

  /**
   * Returns the offset behind the last byte. Waits without a limit: a step may be silent for as
   * long as it likes.
   */
  @Override
  public Long on(Channel channel) throws StatusException, InterruptedException {
    TailLogsRequest request =
        TailLogsRequest.newBuilder()
            .setName(build)
            .setStep(step)
            .setOffset(nextOffset)
            .setFollow(follow)
            .build();
    BlockingClientCall<?, LogBatch> call =
        LogServiceGrpc.newBlockingV2Stub(channel).tailLogs(request);
    for (LogBatch batch = call.read(); batch != null; batch = call.read()) {
      coordinator.heard();
      take(batch);
    }
    return nextOffset;
  }

  private void take(LogBatch batch) {
    long seen = Math.max(0, nextOffset - batch.getOffset());
    if (seen < batch.getData().size()) {
      nextOffset = batch.getOffset() + batch.getData().size();
      sink.accept(batch.getData().substring((int) seen));
    }
  }
}
