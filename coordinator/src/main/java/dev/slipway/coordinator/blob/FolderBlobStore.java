package dev.slipway.coordinator.blob;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

import io.micronaut.context.annotation.Requires;
import io.micronaut.context.annotation.Value;
import jakarta.annotation.PostConstruct;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.InstantSource;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Blobs in a folder: {@code ab/cdef…} each, and {@code partial/} for what is not whole. A blob
 * appears by a rename after its bytes are on the disk, so no kill and no power cut leaves a half
 * one.
 */
@Singleton
@Requires(property = "slipway.data-dir")
final class FolderBlobStore implements BlobStore {
  private static final int BUFFER_BYTES = 256 * 1024;

  private final Path root;
  private final Path partials;
  private final BlobConfig config;
  private final InstantSource clock;

  /** Uploads that somebody writes now, by the name of their file. */
  private final Set<Path> writing = ConcurrentHashMap.newKeySet();

  FolderBlobStore(
      @Value("${slipway.data-dir}") Path dataDir, BlobConfig config, InstantSource clock) {
    this.root = dataDir.resolve("blobs");
    this.partials = root.resolve("partial");
    this.config = config;
    this.clock = clock;
  }

  /** Makes the folders, and removes what uploads left that nobody went on with. */
  @PostConstruct
  void sweep() {
    Instant limit = clock.instant().minus(config.partialsKept());
    try {
      Files.createDirectories(partials);
      try (Stream<Path> files = Files.list(partials)) {
        for (Path file : (Iterable<Path>) files::iterator) {
          if (Files.getLastModifiedTime(file).toInstant().isBefore(limit)) {
            Files.deleteIfExists(file);
          }
        }
      }
    } catch (IOException e) {
      throw Disk.failed("sweep " + partials, e);
    }
  }

  @Override
  public OptionalLong size(String sha256) {
    try {
      return OptionalLong.of(Files.size(path(sha256)));
    } catch (NoSuchFileException e) {
      return OptionalLong.empty();
    } catch (IOException e) {
      throw Disk.failed("look for blob " + sha256, e);
    }
  }

  @Override
  public InputStream open(String sha256) {
    try {
      return Files.newInputStream(path(sha256));
    } catch (NoSuchFileException e) {
      throw new BlobMissing(sha256);
    } catch (IOException e) {
      throw Disk.failed("open blob " + sha256, e);
    }
  }

  @Override
  public Path file(String sha256) {
    Path file = path(sha256);
    if (!Files.exists(file)) {
      throw new BlobMissing(sha256);
    }
    return file;
  }

  @Override
  public Blob put(InputStream bytes) {
    Path file = partials.resolve("put-" + UUID.randomUUID());
    try {
      try (FileChannel channel = FileChannel.open(file, WRITE, CREATE_NEW)) {
        MessageDigest digest = Sha256.digest();
        byte[] buffer = new byte[BUFFER_BYTES];
        long size = 0;
        for (int count; (count = bytes.read(buffer)) >= 0; size += count) {
          digest.update(buffer, 0, count);
          Disk.write(channel, ByteBuffer.wrap(buffer, 0, count));
        }
        channel.force(true);
        String sha256 = Sha256.hex(digest);
        Disk.publish(file, path(sha256));
        return new Blob(sha256, size);
      } finally {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw Disk.failed("store a blob in " + root, e);
    }
  }

  @Override
  public BlobUpload upload(String owner, String sha256) {
    return FolderUpload.open(partial(owner, sha256), path(sha256), sha256, writing);
  }

  @Override
  public long uploaded(String owner, String sha256) {
    try {
      return Files.size(partial(owner, sha256));
    } catch (NoSuchFileException e) {
      return 0;
    } catch (IOException e) {
      throw Disk.failed("look for an upload of " + sha256, e);
    }
  }

  private Path path(String sha256) {
    Sha256.check(sha256);
    return root.resolve(sha256.substring(0, 2)).resolve(sha256.substring(2));
  }

  /** Hashed, so that any owner's name makes a file name of its own. */
  private Path partial(String owner, String sha256) {
    Sha256.check(sha256);
    return partials.resolve("upload-" + Sha256.of(owner + "\n" + sha256));
  }
}
