package dev.slipway.coordinator.ledger;

import static java.util.stream.Collectors.toMap;

import dev.slipway.coordinator.build.BuildRef;
import dev.slipway.coordinator.sql.BatchRepository;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Chats as submits see them. Every method works in the caller's transaction and takes no lock but
 * those it names.
 */
@Singleton
public class Chats {
  private final ChatRepository repository;

  Chats(ChatRepository repository) {
    this.repository = repository;
  }

  /** A tenant that there is, and the time of the transaction. */
  public record Tenant(String id, Instant now) {}

  /** A chat by its ids. */
  public record ChatName(String tenant, String chat) {}

  /** A chat that there is, and its project. */
  public record ChatProject(ChatName chat, String project) {}

  /**
   * What there is of what submits name.
   *
   * @param projects of the chats
   */
  public record Known(List<Tenant> tenants, Map<ChatName, String> projects) {}

  /** A project by its ids. */
  public record ProjectName(String tenant, String project) {}

  /**
   * What is about to be submitted to a chat.
   *
   * @param project the project of its builds; that of the chat when it is made
   * @param builds how many
   * @param headStartMillis the smallest head start among them: that of the worst key
   */
  public record Arrival(
      String tenant, String chat, String project, int builds, long headStartMillis) {}

  /**
   * A chat whose row is locked.
   *
   * @param lastSequence its newest build's place, the arrivals counted in
   * @param worstKey the largest sort key of any build of it, the arrivals counted in
   * @param supersede the policy's name
   * @param blockedBy the failed build that blocks it; null: none
   * @param debounceDelay null: no debounce
   */
  public record Chat(
      String tenant,
      String chat,
      String project,
      long chatNo,
      long lastSequence,
      long worstKey,
      int maxParallel,
      String supersede,
      @Nullable UUID blockedBy,
      @Nullable Duration debounceDelay,
      @Nullable Duration debounceMaxDelay) {}

  /**
   * Which of these tenants and chats there are; none of the tenants can be deleted until the
   * transaction ends.
   */
  public Known known(Connection connection, List<String> tenants, List<ChatName> chats) {
    var known = repository.tenants(connection, tenants);
    if (chats.isEmpty()) {
      BatchRepository.together(known);
      return new Known(known.rows(), Map.of());
    }
    var projects = repository.projectsOf(connection, chats);
    BatchRepository.together(known, projects);
    return new Known(
        known.rows(),
        projects.rows().stream().collect(toMap(ChatProject::chat, ChatProject::project)));
  }

  /**
   * Makes projects and chats on their first use, locks the chats and counts the arrivals in, so
   * that places are given in the order of commits. Blocks on the chats' rows.
   */
  public List<Chat> arrive(
      Connection connection, List<ProjectName> projects, List<Arrival> arrivals) {
    var made = repository.projects(connection, projects);
    if (arrivals.isEmpty()) {
      BatchRepository.together(made);
      return List.of();
    }
    var arrived = repository.arrive(connection, arrivals);
    BatchRepository.together(made, arrived);
    return arrived.rows();
  }

  /**
   * Notes that a submit of the chat is debounced.
   *
   * @return when the first submit of this debounce came; now, when it is this one
   */
  public Instant debounce(Connection connection, long chatNo) {
    return repository.debounce(connection, chatNo);
  }

  /** The place of a build of the chat; 0 when it is not one. */
  public long place(Connection connection, long chatNo, UUID build) {
    return repository.place(connection, chatNo, build);
  }

  /** Builds of the chat that have not ended, in their order: waiting ones and active ones. */
  public List<Unended> unended(Connection connection, long chatNo) {
    return repository.unended(connection, chatNo);
  }

  /**
   * A build of a chat that has not ended.
   *
   * @param active whether an attempt of it has begun, now or before
   * @param started since when it runs; null: it does not
   */
  public record Unended(BuildRef build, boolean active, @Nullable Instant started) {}
}
