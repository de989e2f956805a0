package dev.slipway.coordinator.preview;

import dev.slipway.coordinator.build.BuildRef;
import dev.slipway.coordinator.build.Refusal;
import io.micronaut.transaction.TransactionOperations;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Takes a chat's address back to an earlier build. */
@Singleton
final class RollBack {
  private final PreviewRepository previews;
  private final TransactionOperations<Connection> transactions;

  RollBack(PreviewRepository previews, TransactionOperations<Connection> transactions) {
    this.previews = previews;
    this.transactions = transactions;
  }

  /**
   * Shows an earlier build; the same one again changes nothing.
   *
   * @param wanted the build to show; null for the published success before the one that is shown
   * @return the preview as it is then
   */
  PreviewRow to(PreviewName name, @Nullable BuildRef wanted) {
    return transactions.executeWrite(
        _ -> {
          var shown = find(name, true);
          UUID build = wanted == null ? before(name, shown) : published(name, wanted);
          if (!build.equals(shown.buildId())) {
            previews.show(name.tenant(), name.chat(), build);
          }
          return find(name, false);
        });
  }

  private PreviewRow find(PreviewName name, boolean lock) {
    var row =
        lock
            ? previews.lock(name.tenant(), name.chat())
            : previews.find(name.tenant(), name.chat());
    return row.orElseThrow(() -> Refusal.notFound(name.name()));
  }

  private UUID before(PreviewName name, PreviewRow shown) {
    return previews
        .findPublishedBefore(name.tenant(), name.chat(), shown.buildId())
        .orElseThrow(
            () ->
                new Refusal(
                    new Refusal.Kind.WrongState(
                        "NO_EARLIER_BUILD",
                        name.name(),
                        "%s shows build %s, and there is no earlier one that published a site."
                            .formatted(name.name(), shown.buildId()))));
  }

  private UUID published(PreviewName name, BuildRef wanted) {
    if (!wanted.tenant().equals(name.tenant())
        || previews.countPublished(name.tenant(), name.chat(), wanted.id()) == 0) {
      throw new Refusal(
          new Refusal.Kind.WrongState(
              "BUILD_NOT_PUBLISHED",
              name.name(),
              "%s is not a build of this chat that succeeded and published a site. List the chat's builds and take one."
                  .formatted(wanted.name())));
    }
    return wanted.id();
  }
}
