package dev.slipway.cli.chat;

import com.google.protobuf.FieldMask;
import dev.slipway.cli.option.SupersedeName;
import dev.slipway.v1.Chat;
import dev.slipway.v1.Supersede;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The policies of a chat's order. */
final class PolicyOptions {
  @Option(
      names = "--max-parallel",
      paramLabel = "N",
      description = "How many of its builds may run at a time, 1 to 64. A new chat's default: 1.")
  private @Nullable Integer maxParallel;

  @Option(
      names = "--supersede",
      paramLabel = "HOW",
      converter = SupersedeName.class,
      description =
          "What a submit does to its other builds: keep-all, skip-intermediate, cancel-running or"
              + " smart.")
  private @Nullable Supersede supersede;

  @Option(
      names = "--on-failure",
      paramLabel = "HOW",
      converter = OnFailureName.class,
      description =
          "What its next builds do when one failed: continue, or block until it is retried.")
  private Chat.@Nullable OnFailure onFailure;

  @Option(
      names = "--debounce",
      paramLabel = "DELAY:MAX",
      converter = DebounceWord.class,
      description =
          "Starts only DELAY after the last submit, MAX after the first at the latest, as in"
              + " 5s:60s; none ends that.")
  private Chat.@Nullable Debounce debounce;

  /** Sets those that are given, and adds their paths to the mask. */
  void set(Chat.Builder chat, FieldMask.Builder mask) {
    if (maxParallel != null) {
      chat.setMaxParallel(maxParallel);
      mask.addPaths("max_parallel");
    }
    if (supersede != null) {
      chat.setSupersede(supersede);
      mask.addPaths("supersede");
    }
    if (onFailure != null) {
      chat.setOnFailure(onFailure);
      mask.addPaths("on_failure");
    }
    if (debounce != null) {
      mask.addPaths("debounce");
      if (!debounce.equals(DebounceWord.NONE)) {
        chat.setDebounce(debounce);
      }
    }
  }
}
