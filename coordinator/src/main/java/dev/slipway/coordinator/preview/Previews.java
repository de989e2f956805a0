package dev.slipway.coordinator.preview;

import dev.slipway.coordinator.build.BuildRef;
import jakarta.inject.Singleton;
import jakarta.transaction.Transactional;
import java.util.UUID;

/** The addresses of sites, and what a chat's address shows. */
@Singleton
public class Previews {
  private final PreviewRepository previews;
  private final PreviewServer server;

  Previews(PreviewRepository previews, PreviewServer server) {
    this.previews = previews;
    this.server = server;
  }

  /** Where a build's site is served, on an origin of its own: {@code http://…localhost:PORT/}. */
  public String uriOf(BuildRef build) {
    return uri(build.id().toString());
  }

  /** Where a chat's newest success is served. */
  public String chatUri(String tenant, String chat) {
    return uri(HostLabel.ofChat(tenant, chat));
  }

  /**
   * Lets a chat's address show a build, inside the caller's transaction: that of the build's
   * success. Nothing changes when the chat shows this or a later build.
   */
  @Transactional(Transactional.TxType.MANDATORY)
  public void flip(String tenant, String chat, UUID build) {
    previews.flip(tenant, chat, HostLabel.ofChat(tenant, chat), build);
  }

  private String uri(String label) {
    return "http://" + label + ".localhost:" + server.port() + "/";
  }
}
