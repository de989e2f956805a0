package dev.slipway.coordinator.changes;

import dev.slipway.coordinator.fanout.FanoutConfig;
import dev.slipway.coordinator.fanout.Pulse;
import dev.slipway.coordinator.stream.PacedStream;
import dev.slipway.v1.WatchBuildsRequest;
import io.grpc.stub.ServerCallStreamObserver;
import jakarta.inject.Singleton;

/** Lets clients follow all builds of a tenant that a filter matches. */
@Singleton
public class BuildsWatch {
  private final Lookout lookout;
  private final RecentBuilds recent;
  private final ShownBuilds shown;
  private final Pulse pulse;
  private final ChangesConfig config;
  private final FanoutConfig limits;

  BuildsWatch(
      Lookout lookout,
      RecentBuilds recent,
      ShownBuilds shown,
      Pulse pulse,
      ChangesConfig config,
      FanoutConfig limits) {
    this.lookout = lookout;
    this.recent = recent;
    this.shown = shown;
    this.pulse = pulse;
    this.config = config;
    this.limits = limits;
  }

  /**
   * Sends the list, or what changed since the client's token, and then what changes, until the
   * client has gone. Returns at once.
   *
   * @param tenant of the request's parent
   * @param pageSize builds in one message, 1 to 1,000
   * @param client takes encoded {@code BuildsDelta}s
   * @throws dev.slipway.coordinator.build.Refusal when the filter or the token is not one, or the
   *     coordinator is going away
   */
  public void watch(
      String tenant,
      int pageSize,
      WatchBuildsRequest request,
      ServerCallStreamObserver<byte[]> client) {
    pulse.admit("resume_token", request.getResumeToken());
    var filter = shown.filter(request.getFilter());
    var token = new ResumeToken(tenant, request.getFilter());
    var from = token.read(request.getResumeToken());
    client.setOnReadyThreshold(limits.readyBytes());
    PacedStream.start(
        client,
        stream -> {
          var watch =
              new TenantWatch(
                  tenant, pageSize, request, filter, token, shown, recent, config, limits, stream);
          pulse.add(watch);
          try {
            watch.run(lookout, from);
          } finally {
            pulse.remove(watch);
          }
        });
  }
}
