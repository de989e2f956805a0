package dev.slipway.coordinator.stream;

import io.grpc.Drainable;
import io.grpc.KnownLength;
import io.grpc.MethodDescriptor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/** Passes a message that is encoded already as it is: encoded once, sent to thousands. */
public final class EncodedMarshaller implements MethodDescriptor.Marshaller<byte[]> {

  @Override
  public InputStream stream(byte[] message) {
    return new Encoded(message);
  }

  @Override
  public byte[] parse(InputStream stream) {
    try {
      return stream.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Written in one piece, without a copy in between. */
  private static final class Encoded extends ByteArrayInputStream
      implements Drainable, KnownLength {
    Encoded(byte[] message) {
      super(message);
    }

    @Override
    public synchronized int drainTo(OutputStream target) throws IOException {
      int size = available();
      target.write(buf, pos, size);
      pos += size;
      return size;
    }
  }
}
