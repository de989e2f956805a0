package dev.slipway.coordinator.submit;

import dev.slipway.coordinator.admit.Admission;
import dev.slipway.v1.BatchCreateBuildsRequest;
import dev.slipway.v1.Build;
import dev.slipway.v1.CreateBuildRequest;
import jakarta.inject.Singleton;
import java.util.List;

/** New builds. */
@Singleton
class Submits {
  private final WishReader wishes;
  private final Admission admission;
  private final ManyBuilds many;
  private final BuildMessages messages;
  private final Explained explained;

  Submits(
      WishReader wishes,
      Admission admission,
      ManyBuilds many,
      BuildMessages messages,
      Explained explained) {
    this.explained = explained;
    this.wishes = wishes;
    this.admission = admission;
    this.many = many;
    this.messages = messages;
  }

  /** Queues a build, or only checks that it could be. Blocks until it is committed. */
  Build create(CreateBuildRequest request) {
    var wish = wishes.read(request);
    if (request.getValidateOnly()) {
      admission.check(wish);
      return messages.message(wish, request.getBuild()).toBuilder()
          .setQueueStatus(explained.status(wish))
          .build();
    }
    return many.of(List.of(admission.admit(wish))).getFirst();
  }

  /** Queues all or none. Blocks until they are committed. */
  List<Build> createAll(BatchCreateBuildsRequest request) {
    return many.of(admission.admit(wishes.readAll(request)));
  }
}
