package dev.slipway.coordinator.source;

import dev.slipway.coordinator.blob.BlobStore;
import dev.slipway.coordinator.blob.BlobUpload;
import dev.slipway.coordinator.blob.WrongSha256;
import dev.slipway.coordinator.build.BuildSpec.ArchiveFormat;
import dev.slipway.coordinator.build.Refusal;
import java.nio.ByteBuffer;
import java.util.HexFormat;

/**
 * One call of an upload, from its header to its end, cut or not. What was taken stays for the next
 * call, unless it is shown to be wrong.
 */
final class SourceUpload implements AutoCloseable {

  /**
   * What the header said.
   *
   * @param source which archive
   * @param format how it is packed
   * @param sizeBytes of the whole
   * @param offset where the first chunk begins
   */
  record Header(SourceName source, ArchiveFormat format, long sizeBytes, long offset) {}

  /** How far the upload is. */
  record Status(SourceName source, long committedSize, boolean complete) {}

  private final Header header;
  private final Sources sources;
  private final SourceConfig config;
  private final BlobUpload bytes;
  private boolean magicSeen;

  private SourceUpload(Header header, Sources sources, SourceConfig config, BlobUpload bytes) {
    this.header = header;
    this.sources = sources;
    this.config = config;
    this.bytes = bytes;
  }

  /** Begins, or goes on with what earlier calls stored. */
  static SourceUpload begin(Header header, Sources sources, BlobStore blobs, SourceConfig config) {
    if (header.sizeBytes() < 1 || header.sizeBytes() > config.archiveBytesMax()) {
      throw Refusal.badField(
          "header.size_bytes",
          "%d bytes: an archive has 1 to %d. Leave out what the build makes itself."
              .formatted(header.sizeBytes(), config.archiveBytesMax()));
    }
    sources.requireTenant(header.source().tenant());
    BlobUpload bytes = blobs.upload(header.source().tenant(), header.source().sha256());
    var upload = new SourceUpload(header, sources, config, bytes);
    try {
      upload.goTo(header.offset());
      return upload;
    } catch (RuntimeException e) {
      upload.close();
      throw e;
    }
  }

  private void goTo(long offset) {
    if (offset < 0 || offset > bytes.position()) {
      throw Refusal.badField(
          "header.offset",
          "%d, but %d bytes are stored. Go on from committed_size of GetUploadStatus."
              .formatted(offset, bytes.position()));
    }
    bytes.rewind(offset);
    checkMagic();
  }

  /** Stores the next bytes. */
  void chunk(ByteBuffer chunk) {
    int size = chunk.remaining();
    if (size < 1 || size > config.chunkBytesMax()) {
      throw Refusal.badField(
          "chunk", "%d bytes: a chunk has 1 to %d.".formatted(size, config.chunkBytesMax()));
    }
    if (bytes.position() + size > header.sizeBytes()) {
      bytes.discard();
      throw Refusal.badField(
          "chunk",
          "goes beyond the %d bytes that the header announced. What was stored is discarded."
              .formatted(header.sizeBytes()));
    }
    bytes.append(chunk);
    checkMagic();
  }

  /** The client has sent all it wants to send. Fewer bytes than announced are kept for later. */
  Status finish() {
    if (bytes.position() < header.sizeBytes()) {
      return new Status(header.source(), bytes.position(), false);
    }
    if (!magicSeen) {
      refuseMagic();
    }
    try {
      bytes.commit();
    } catch (WrongSha256 e) {
      throw Refusal.badField(
          "header.sha256",
          "is %s, but the bytes have %s. What was stored is discarded; send the archive again."
              .formatted(header.source().sha256(), e.actual()));
    }
    var source = header.source();
    sources.insert(source.tenant(), source.sha256(), header.format(), header.sizeBytes());
    return new Status(header.source(), header.sizeBytes(), true);
  }

  /** Ends this call; the bytes so far stay. */
  @Override
  public void close() {
    bytes.close();
  }

  private void checkMagic() {
    if (magicSeen || bytes.position() < Magic.LENGTH) {
      return;
    }
    if (!Magic.fits(header.format(), bytes.head(Magic.LENGTH))) {
      refuseMagic();
    }
    magicSeen = true;
  }

  private void refuseMagic() {
    String head = HexFormat.ofDelimiter(" ").formatHex(bytes.head(Magic.LENGTH));
    bytes.discard();
    throw Refusal.badField(
        "chunk",
        "the archive begins with %s, which is not %s. What was stored is discarded."
            .formatted(head, header.format()));
  }
}
