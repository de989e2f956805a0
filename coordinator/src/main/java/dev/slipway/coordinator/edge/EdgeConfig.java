package dev.slipway.coordinator.edge;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;

/**
 * Limits on connections and calls.
 *
 * @param callsPerConnection calls that one connection may have open, streams among them
 * @param streamsPerConnection server streams among them; fewer than calls, so that streams leave
 *     room for calls
 * @param messageBytesMax the largest message that is taken
 * @param metadataBytesMax the largest headers of a call
 * @param keepAliveMin how often a client may ping; one that pings more often is disconnected
 * @param keepAlive how often a quiet connection is asked whether its client is still there
 * @param keepAliveTimeout how long it may take to answer; then its calls end and what they hold is
 *     free
 * @param resetsPerSecond calls that a connection may break off right after their start: more is an
 *     attack by the name of rapid reset
 * @param connectionAge when a connection is asked to make room for a new one, so that clients
 *     spread over coordinators that were added; gRPC adds up to a tenth
 * @param connectionGrace how long its calls may go on after that; streams are resumed elsewhere
 * @param streamWindowBytes what a client may send on one stream before it is read: what a runner's
 *     stream can hold in memory
 * @param reflection whether the services can be listed by tools as grpcurl
 */
@ConfigurationProperties("slipway.edge")
public record EdgeConfig(
    @Bindable(defaultValue = "1000") int callsPerConnection,
    @Bindable(defaultValue = "900") int streamsPerConnection,
    @Bindable(defaultValue = "4194304") int messageBytesMax,
    @Bindable(defaultValue = "16384") int metadataBytesMax,
    @Bindable(defaultValue = "5s") Duration keepAliveMin,
    @Bindable(defaultValue = "30s") Duration keepAlive,
    @Bindable(defaultValue = "20s") Duration keepAliveTimeout,
    @Bindable(defaultValue = "200") int resetsPerSecond,
    @Bindable(defaultValue = "30m") Duration connectionAge,
    @Bindable(defaultValue = "1m") Duration connectionGrace,
    @Bindable(defaultValue = "262144") int streamWindowBytes,
    @Bindable(defaultValue = "true") boolean reflection) {
  public EdgeConfig {
    positive("calls-per-connection", callsPerConnection, "1000");
    positive("streams-per-connection", streamsPerConnection, "900");
    positive("message-bytes-max", messageBytesMax, "4194304");
    positive("metadata-bytes-max", metadataBytesMax, "16384");
    positive("keep-alive-min", keepAliveMin.toMillis(), "5s");
    positive("keep-alive", keepAlive.toMillis(), "30s");
    positive("keep-alive-timeout", keepAliveTimeout.toMillis(), "20s");
    positive("resets-per-second", resetsPerSecond, "200");
    positive("connection-age", connectionAge.toMillis(), "30m");
    positive("connection-grace", connectionGrace.toMillis(), "1m");
    positive("stream-window-bytes", streamWindowBytes, "262144");
  }

  private static void positive(String key, long value, String byDefault) {
    if (value < 1) {
      throw new IllegalArgumentException(
          "slipway.edge.%s is %d. Set 1 or more (default %s).".formatted(key, value, byDefault));
    }
  }
}
