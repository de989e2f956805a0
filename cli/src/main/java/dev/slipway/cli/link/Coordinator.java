package dev.slipway.cli.link;

import dev.slipway.cli.outcome.ExitCode;
import dev.slipway.cli.outcome.Problem;
import dev.slipway.cli.outcome.StatusText;
import io.grpc.Channel;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A coordinator, reached by one connection at a time. A call that is cut is made again on a new
 * connection, once the coordinator has been heard at all; one that never answered is not there, and
 * waiting would only hide it.
 *
 * <p>For use by one thread.
 */
public final class Coordinator implements AutoCloseable {
  /** A page of builds with long messages is larger than gRPC's default of 4 MiB. */
  private static final int MESSAGE_BYTES_MAX = 16 * 1024 * 1024;

  private final Address address;
  private final Consumer<String> talk;
  private final Patience patience = new Patience();
  private @Nullable ManagedChannel channel;
  private String target = "";
  private boolean everHeard;
  private boolean away;

  /**
   * @param address where it is
   * @param talk takes one line each time the connection is lost, and one when it is there again
   */
  public Coordinator(Address address, Consumer<String> talk) {
    this.address = address;
    this.talk = talk;
  }

  /**
   * Makes a call and returns its answer. Blocks until there is one, or until there were tries
   * enough.
   *
   * @param call must be safe to make again after a cut: it asks for what it does not have yet
   * @throws Problem when the coordinator refuses, or cannot be reached
   */
  public <T> T call(Call<T> call) {
    patience.renew();
    while (true) {
      try {
        T answer = call.on(channel());
        heard();
        return answer;
      } catch (StatusException error) {
        retryOrThrow(error);
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        throw new Problem(ExitCode.INTERRUPTED);
      }
    }
  }

  /**
   * Notes that the coordinator is there. A call that goes on for long says so whenever it gets
   * further.
   */
  public void heard() {
    everHeard = true;
    patience.renew();
    if (away) {
      away = false;
      talk.accept("the coordinator is back");
    }
  }

  /** Another connection to the same place, for use by another thread. Nothing is sent yet. */
  public Coordinator another() {
    Coordinator another = new Coordinator(address, talk);
    another.everHeard = everHeard;
    return another;
  }

  private void retryOrThrow(StatusException error) {
    Status.Code code = error.getStatus().getCode();
    if (!passes(code) || !everHeard) {
      throw StatusText.problem(error, target);
    }
    if (!away) {
      away = true;
      talk.accept(
          "the coordinator is away (" + StatusText.reason(error.getStatus()) + "); trying again");
    }
    close();
    if (!patience.waitForNextTry()) {
      throw StatusText.problem(error, target);
    }
  }

  // A server that shuts down ends its streams with CANCELLED; nothing here cancels a call and goes
  // on with it.
  private static boolean passes(Status.Code code) {
    return code == Status.Code.UNAVAILABLE
        || code == Status.Code.ABORTED
        || code == Status.Code.CANCELLED;
  }

  private Channel channel() throws StatusException {
    if (channel == null) {
      target = find();
      channel =
          Grpc.newChannelBuilder(target, InsecureChannelCredentials.create())
              .maxInboundMessageSize(MESSAGE_BYTES_MAX)
              .build();
    }
    return channel;
  }

  private String find() throws StatusException {
    try {
      return address.find();
    } catch (Problem notRunning) {
      // One that was here a moment ago is perhaps being started again.
      if (everHeard) {
        throw Status.UNAVAILABLE
            .withDescription(notRunning.getMessage())
            .withCause(notRunning)
            .asException();
      }
      throw notRunning;
    }
  }

  /** Ends the connection; the next call makes another. */
  @Override
  public void close() {
    if (channel != null) {
      channel.shutdownNow();
      channel = null;
    }
  }

  /** A call that can be repeated. */
  @FunctionalInterface
  public interface Call<T> {
    /** Makes the call on this channel, which may be another one each time. */
    T on(Channel channel) throws StatusException, InterruptedException;
  }
}
