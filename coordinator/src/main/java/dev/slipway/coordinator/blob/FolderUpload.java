package dev.slipway.coordinator.blob;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.slipway.coordinator.build.Refusal;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Set;

/** An upload into a file of {@code partial/}; the file's length is the position. */
final class FolderUpload implements BlobUpload {
  private static final int BUFFER_BYTES = 1024 * 1024;

  private final Path partial;
  private final Path whole;
  private final String sha256;
  private final Set<Path> writing;
  private final FileChannel channel;
  private long position;

  private FolderUpload(
      Path partial,
      Path whole,
      String sha256,
      Set<Path> writing,
      FileChannel channel,
      long position) {
    this.partial = partial;
    this.whole = whole;
    this.sha256 = sha256;
    this.writing = writing;
    this.channel = channel;
    this.position = position;
  }

  static FolderUpload open(Path partial, Path whole, String sha256, Set<Path> writing) {
    if (!writing.add(partial)) {
      throw new Refusal(
          new Refusal.Kind.Conflict(
              sha256,
              "Another upload of %s goes on now. Ask how far it is, and repeat."
                  .formatted(sha256)));
    }
    try {
      FileChannel channel = FileChannel.open(partial, READ, WRITE, CREATE);
      return new FolderUpload(partial, whole, sha256, writing, channel, channel.size());
    } catch (IOException e) {
      writing.remove(partial);
      throw Disk.failed("open an upload of " + sha256, e);
    }
  }

  @Override
  public long position() {
    return position;
  }

  @Override
  public void rewind(long to) {
    if (to < 0 || to > position) {
      throw new IllegalArgumentException("rewind to " + to + " of " + position);
    }
    try {
      channel.truncate(to);
      position = to;
    } catch (IOException e) {
      throw Disk.failed("rewind an upload of " + sha256, e);
    }
  }

  @Override
  public byte[] head(int count) {
    ByteBuffer head = ByteBuffer.allocate((int) Math.min(count, position));
    try {
      while (head.hasRemaining() && channel.read(head, head.position()) >= 0) {}
      return Arrays.copyOf(head.array(), head.position());
    } catch (IOException e) {
      throw Disk.failed("read an upload of " + sha256, e);
    }
  }

  @Override
  public void append(ByteBuffer bytes) {
    try {
      channel.position(position);
      Disk.write(channel, bytes);
      position = channel.position();
    } catch (IOException e) {
      // On a full disk a part of the chunk may be stored; the length says so, also to the client.
      throw Disk.failed("write an upload of " + sha256, e);
    }
  }

  @Override
  public void commit() throws WrongSha256 {
    String actual = hash();
    if (!actual.equals(sha256)) {
      discard();
      throw new WrongSha256(actual);
    }
    try {
      channel.force(true);
      Disk.publish(partial, whole);
    } catch (IOException e) {
      throw Disk.failed("store blob " + sha256, e);
    } finally {
      close();
    }
  }

  /** Read back from the file, so that what is published is what was checked. */
  private String hash() {
    MessageDigest digest = Sha256.digest();
    ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
    try {
      for (long at = 0; at < position; buffer.clear()) {
        int count = channel.read(buffer, at);
        if (count < 0) {
          break;
        }
        digest.update(buffer.flip());
        at += count;
      }
      return Sha256.hex(digest);
    } catch (IOException e) {
      throw Disk.failed("read an upload of " + sha256, e);
    }
  }

  @Override
  public void discard() {
    if (!channel.isOpen()) {
      return; // over: the file may be the next writer's by now
    }
    try {
      Files.deleteIfExists(partial);
    } catch (IOException e) {
      throw Disk.failed("discard an upload of " + sha256, e);
    } finally {
      close();
    }
  }

  @Override
  public void close() {
    if (!channel.isOpen()) {
      return;
    }
    try {
      channel.close();
    } catch (IOException e) {
      throw Disk.failed("close an upload of " + sha256, e);
    } finally {
      writing.remove(partial);
    }
  }
}
