package dev.slipway.coordinator.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.slipway.coordinator.build.Refusal;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/** Calls an endpoint's unary method in this thread, so that a test sees the whole refusal. */
public final class Answer {
  private Answer() {}

  /** The one answer. */
  public static <Q, A> A of(BiConsumer<Q, StreamObserver<A>> method, Q request) {
    var answers = new Answers<A>();
    method.accept(request, answers);
    assertThat(answers.completed).isTrue();
    assertThat(answers.given).hasSize(1);
    return answers.given.getFirst();
  }

  /** Why there is none. */
  public static <Q, A, K extends Refusal.Kind> K refusal(
      Class<K> kind, BiConsumer<Q, StreamObserver<A>> method, Q request) {
    var refusal =
        catchThrowableOfType(Refusal.class, () -> method.accept(request, new Answers<>()));
    assertThat(refusal).as("a refusal of " + request).isNotNull();
    assertThat(refusal.kind()).isInstanceOf(kind);
    return kind.cast(refusal.kind());
  }

  private static final class Answers<A> implements StreamObserver<A> {
    private final List<A> given = new ArrayList<>();
    private boolean completed;

    @Override
    public void onNext(A answer) {
      given.add(answer);
    }

    @Override
    public void onError(Throwable thrown) {
      throw new AssertionError(thrown);
    }

    @Override
    public void onCompleted() {
      completed = true;
    }
  }
}
