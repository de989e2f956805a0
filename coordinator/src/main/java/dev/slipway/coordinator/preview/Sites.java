package dev.slipway.coordinator.preview;

import dev.slipway.coordinator.blob.BlobStore;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The artifacts that are open, the last used ones kept. Opening reads an artifact's whole
 * directory, and a page asks for its files in dozens. One that is closed while it is read from
 * would break the answer: so it is closed by whoever is the last to let go of it.
 */
@Singleton
final class Sites {
  private static final Logger LOG = LoggerFactory.getLogger(Sites.class);

  private final BlobStore blobs;
  private final int openMax;

  /** By sha256, the longest unused first. Guarded by this. */
  private final Map<String, Shared> open = new LinkedHashMap<>(16, 0.75f, true);

  Sites(BlobStore blobs, PreviewConfig config) {
    this.blobs = blobs;
    this.openMax = config.openSitesMax();
  }

  /** A site that is borrowed; give it back by closing this. */
  final class Borrowed implements AutoCloseable {
    private final Shared shared;

    private Borrowed(Shared shared) {
      this.shared = shared;
    }

    Site site() {
      return shared.site;
    }

    @Override
    public void close() {
      giveBack(shared);
    }
  }

  private static final class Shared {
    private final Site site;
    private int borrowers;
    private boolean evicted;

    private Shared(Site site) {
      this.site = site;
    }
  }

  /** Opens an artifact unless it is open. */
  Borrowed borrow(String sha256) throws IOException {
    List<Site> idle = new ArrayList<>();
    try {
      return borrow(sha256, idle);
    } finally {
      idle.forEach(Sites::close);
    }
  }

  private synchronized Borrowed borrow(String sha256, List<Site> idle) throws IOException {
    Shared shared = open.get(sha256);
    if (shared == null) {
      shared = new Shared(new Site(sha256, blobs.file(sha256)));
      open.put(sha256, shared);
    }
    shared.borrowers++;
    evict(idle);
    return new Borrowed(shared);
  }

  private void evict(List<Site> idle) {
    Iterator<Shared> eldestFirst = open.values().iterator();
    for (int over = open.size() - openMax; over > 0; over--) {
      Shared eldest = eldestFirst.next();
      eldestFirst.remove();
      eldest.evicted = true;
      if (eldest.borrowers == 0) {
        idle.add(eldest.site);
      }
    }
  }

  private void giveBack(Shared shared) {
    boolean last;
    synchronized (this) {
      shared.borrowers--;
      last = shared.evicted && shared.borrowers == 0;
    }
    if (last) {
      close(shared.site);
    }
  }

  @PreDestroy
  synchronized void closeAll() {
    open.values().forEach(shared -> close(shared.site));
    open.clear();
  }

  private static void close(Site site) {
    try {
      site.close();
    } catch (IOException e) {
      LOG.warn("While closing an artifact: {}", e.getMessage());
    }
  }
}
