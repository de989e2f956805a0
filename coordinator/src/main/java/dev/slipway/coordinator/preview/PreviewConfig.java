package dev.slipway.coordinator.preview;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;

/**
 * How sites are served.
 *
 * @param host the address to listen on; loopback unless told otherwise
 * @param port 0 for any free one
 * @param openSitesMax artifacts that are kept open at a time, 1 or more; one costs a file handle
 *     and the names of its files in memory
 * @param contentSecurityPolicy sent with every file; by default it limits who may frame a site and
 *     nothing that the site itself does. Empty: not sent
 */
@ConfigurationProperties("slipway.preview")
public record PreviewConfig(
    @Bindable(defaultValue = "127.0.0.1") String host,
    @Bindable(defaultValue = "0") int port,
    @Bindable(defaultValue = "64") int openSitesMax,
    @Bindable(defaultValue = "frame-ancestors 'self'") String contentSecurityPolicy) {

  public PreviewConfig {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException(
          "slipway.preview.port " + port + ": give 1 to 65535, or 0 for any free port.");
    }
    if (openSitesMax < 1) {
      throw new IllegalArgumentException(
          "slipway.preview.open-sites-max " + openSitesMax + ": give 1 or more (default 64).");
    }
  }
}
