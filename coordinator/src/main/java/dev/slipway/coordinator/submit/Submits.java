package dev.slipway.coordinator.submit;

import dev.slipway.coordinator.admit.Admission;
import dev.slipway.coordinator.admit.Wish;
import dev.slipway.coordinator.source.Sources;
import dev.slipway.coordinator.submit.WishReader.Asked;
import dev.slipway.v1.BatchCreateBuildsRequest;
import dev.slipway.v1.Build;
import dev.slipway.v1.CreateBuildRequest;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Objects;

/** New builds. */
@Singleton
class Submits {
  private final WishReader wishes;
  private final Sources sources;
  private final Admission admission;
  private final ManyBuilds many;
  private final BuildMessages messages;
  private final Explained explained;

  Submits(
      WishReader wishes,
      Sources sources,
      Admission admission,
      ManyBuilds many,
      BuildMessages messages,
      Explained explained) {
    this.explained = explained;
    this.wishes = wishes;
    this.sources = sources;
    this.admission = admission;
    this.many = many;
    this.messages = messages;
  }

  /** Queues a build, or only checks that it could be. Blocks until it is committed. */
  Build create(CreateBuildRequest request) {
    var asked = wishes.read(request);
    var wish = asked.wish();
    if (request.getValidateOnly()) {
      admission.check(wish);
      return messages.message(wish, request.getBuild()).toBuilder()
          .setQueueStatus(explained.status(wish))
          .build();
    }
    store(List.of(asked));
    return many.of(List.of(admission.admit(wish))).getFirst();
  }

  /** Queues all or none. Blocks until they are committed. */
  List<Build> createAll(BatchCreateBuildsRequest request) {
    var asked = wishes.readAll(request);
    store(asked);
    return many.of(admission.admit(wishes(asked)));
  }

  /**
   * Stores the inline files that the tenant does not have, when the wishes would be queued as
   * things are: what is refused leaves nothing behind. Whoever takes the last room at the same
   * moment may still get in between, and then the files stay.
   */
  private void store(List<Asked> asked) {
    var missing = asked.stream().filter(this::bringsNews).toList();
    if (!missing.isEmpty()) {
      admission.check(wishes(asked));
      missing.forEach(
          one -> sources.store(one.wish().tenant(), Objects.requireNonNull(one.files())));
    }
  }

  private boolean bringsNews(Asked asked) {
    return asked.files() != null && !sources.has(asked.wish().tenant(), asked.files());
  }

  private static List<Wish> wishes(List<Asked> asked) {
    return asked.stream().map(Asked::wish).toList();
  }
}
