package dev.slipway.coordinator.preview;

import dev.slipway.coordinator.preview.Site.SiteFile;
import java.util.Optional;

/**
 * Which file of a site answers a path: the rules that static hosts share. Pure, apart from the
 * look-up.
 */
final class SiteRoutes {
  private SiteRoutes() {}

  /** What to answer. */
  sealed interface Route {
    /** This file. */
    record Found(SiteFile file) implements Route {}

    /** The path is a folder's, without its slash: relative links in its page need it. */
    record AddSlash() implements Route {}

    /** No file, and this is the site's own page for that. */
    record NotFoundPage(SiteFile file) implements Route {}

    /** No file. */
    record Nothing() implements Route {}
  }

  /**
   * @param navigation whether a person goes to this address; a missing script must not be answered
   *     with a page
   */
  static Route of(Site site, SitePath path, boolean navigation) {
    Optional<SiteFile> file =
        path.folder()
            ? site.find(path.path() + "index.html")
            // Clean URLs: /about is about.html.
            : site.find(path.path()).or(() -> site.find(path.path() + ".html"));
    if (file.isPresent()) {
      return new Route.Found(file.get());
    }
    if (!path.folder() && site.find(path.path() + "/index.html").isPresent()) {
      return new Route.AddSlash();
    }
    // A site that brings its own 404 page means it; only others are single-page apps.
    Optional<SiteFile> notFound = site.find("404.html");
    if (notFound.isPresent()) {
      return new Route.NotFoundPage(notFound.get());
    }
    Optional<SiteFile> app = navigation ? site.find("index.html") : Optional.empty();
    return app.isPresent() ? new Route.Found(app.get()) : new Route.Nothing();
  }
}
