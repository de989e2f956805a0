package dev.slipway.cli.fake;

import com.google.protobuf.Message;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Keeps the requests of a service, and answers them all or refuses them all. */
public final class Answers {
  private final List<Message> requests = Collections.synchronizedList(new ArrayList<>());

  /** Given instead of every answer; null for none. */
  public volatile @Nullable RuntimeException refusal;

  /** Every request, in order. */
  public List<Message> requests() {
    return requests;
  }

  /** The only request so far, as what it is. */
  public <T extends Message> T only(Class<T> type) {
    if (requests.size() != 1) {
      throw new AssertionError("not one request but " + requests);
    }
    return type.cast(requests.getFirst());
  }

  <T> void give(Message request, StreamObserver<T> observer, T answer) {
    requests.add(request);
    RuntimeException instead = refusal;
    if (instead != null) {
      observer.onError(instead);
      return;
    }
    observer.onNext(answer);
    observer.onCompleted();
  }
}
