package dev.slipway.coordinator.preview;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.slipway.coordinator.artifact.Artifacts;
import dev.slipway.coordinator.build.Results.Artifact;
import dev.slipway.coordinator.preview.SiteRoutes.Route;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers requests for sites: the host says which site, the path which file. */
@Singleton
final class PreviewHandler implements HttpHandler {
  private static final Logger LOG = LoggerFactory.getLogger(PreviewHandler.class);

  private static final String WHAT_THIS_IS =
      """
      This port serves the sites that Slipway built, each on a name of its own:
      http://{build}.localhost:PORT/ for a build, http://c-{chat}.localhost:PORT/ for a chat.
      Take the address from the build's preview_uri.
      """;

  private final PreviewRepository previews;
  private final Artifacts artifacts;
  private final Sites sites;
  private final PreviewConfig config;

  PreviewHandler(
      PreviewRepository previews, Artifacts artifacts, Sites sites, PreviewConfig config) {
    this.previews = previews;
    this.artifacts = artifacts;
    this.sites = sites;
    this.config = config;
  }

  @Override
  public void handle(HttpExchange exchange) {
    try (exchange) {
      var answer = new Answer(exchange, config.contentSecurityPolicy());
      try {
        answer(exchange, answer);
      } catch (RuntimeException e) {
        LOG.error("While serving {} of {}", exchange.getRequestURI(), host(exchange), e);
        answer.text(500, "Slipway cannot serve this now; its log says why.\n");
      }
    } catch (IOException e) {
      // Almost always the client went away.
      LOG.debug("While answering {}", exchange.getRequestURI(), e);
    }
  }

  private void answer(HttpExchange exchange, Answer answer) throws IOException {
    var label = HostLabel.parse(host(exchange));
    if (label.isEmpty()) {
      answer.text(404, WHAT_THIS_IS);
      return;
    }
    String method = exchange.getRequestMethod();
    if (!method.equals("GET") && !method.equals("HEAD")) {
      answer.header("Allow", "GET, HEAD");
      answer.text(405, "Sites are only read: GET or HEAD.\n");
      return;
    }
    var path = path(exchange.getRequestURI());
    if (path.isEmpty()) {
      answer.text(400, "This path is not one that a site can have.\n");
      return;
    }
    var artifact = artifact(label.get());
    if (artifact.isEmpty()) {
      answer.text(404, "There is no such build, or it published no site.\n");
      return;
    }
    boolean ofBuild = label.get() instanceof HostLabel.OfBuild;
    try (var borrowed = sites.borrow(artifact.get().sha256())) {
      switch (SiteRoutes.of(borrowed.site(), path.get(), navigation(exchange, path.get()))) {
        case Route.Found found -> answer.file(found.file(), ofBuild);
        case Route.NotFoundPage page -> answer.notFoundPage(page.file());
        case Route.AddSlash _ -> answer.redirect(withSlash(exchange.getRequestURI()));
        case Route.Nothing _ -> answer.text(404, "The site has no such file.\n");
      }
    }
  }

  private static Optional<SitePath> path(URI target) {
    // "//host/path" parses as a host, and "http://host/path" is for proxies.
    return target.toString().startsWith("//") || target.getRawAuthority() != null
        ? Optional.empty()
        : Optional.ofNullable(target.getRawPath()).flatMap(SitePath::parse);
  }

  private Optional<Artifact> artifact(HostLabel label) {
    return switch (label) {
      case HostLabel.OfBuild(var build) -> artifacts.findSite(build);
      case HostLabel.OfChat(var chat) -> previews.findBuild(chat).flatMap(artifacts::findSite);
    };
  }

  /** Whether a person goes to this address, as opposed to a page that loads one of its parts. */
  private static boolean navigation(HttpExchange exchange, SitePath path) {
    String mode = exchange.getRequestHeaders().getFirst("Sec-Fetch-Mode");
    if (mode != null) {
      return mode.equals("navigate");
    }
    String accept = exchange.getRequestHeaders().getFirst("Accept");
    return accept != null && accept.contains("text/html") && !path.hasExtension();
  }

  /** The raw path is one that {@link SitePath} took, so it cannot begin with two slashes. */
  private static String withSlash(URI target) {
    String query = target.getRawQuery();
    return target.getRawPath() + "/" + (query == null ? "" : "?" + query);
  }

  private static @Nullable String host(HttpExchange exchange) {
    return exchange.getRequestHeaders().getFirst("Host");
  }
}
