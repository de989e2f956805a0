package dev.slipway.coordinator.preview;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * An open artifact of a site. Files are looked up by their exact name in its directory; nothing is
 * ever unpacked, so that no name in it can reach anything.
 */
final class Site implements Closeable {

  /**
   * A file of the site.
   *
   * @param site where it is
   * @param entry its entry
   */
  record SiteFile(Site site, ZipEntry entry) {
    String name() {
      return entry.getName();
    }

    long size() {
      return entry.getSize();
    }

    /** Changes when a byte of it changes, and when it comes from another artifact. */
    String etag() {
      return "\"%s-%08x\"".formatted(site.sha256.substring(0, 16), entry.getCrc());
    }

    InputStream open() throws IOException {
      return site.zip.getInputStream(entry);
    }
  }

  private final String sha256;
  private final ZipFile zip;

  Site(String sha256, Path artifact) throws IOException {
    this.sha256 = sha256;
    this.zip = new ZipFile(artifact.toFile());
  }

  /** The file of this exact name; empty when there is none, or it is a folder. */
  Optional<SiteFile> find(String name) {
    ZipEntry entry = zip.getEntry(name);
    // getEntry("a") also finds the folder "a/".
    return entry == null || entry.isDirectory()
        ? Optional.empty()
        : Optional.of(new SiteFile(this, entry));
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }
}
