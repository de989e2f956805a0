package dev.slipway.cli.submit;

import com.google.protobuf.util.Durations;
import dev.slipway.cli.option.CpuAmount;
import dev.slipway.cli.option.MemoryAmount;
import dev.slipway.cli.option.Moment;
import dev.slipway.cli.option.PriorityName;
import dev.slipway.cli.option.SupersedeName;
import dev.slipway.cli.option.TimeSpan;
import dev.slipway.cli.shell.Words;
import dev.slipway.v1.Build;
import dev.slipway.v1.Supersede;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** When and how a build is to be taken from the queue, and what it is known by there. */
final class QueueOptions {
  @Option(
      names = "--priority",
      paramLabel = "CLASS",
      converter = PriorityName.class,
      description = "low, normal (default), high or critical. Never changes the order of a chat.")
  private Build.@Nullable Priority priority;

  @Option(
      names = "--label",
      paramLabel = "KEY=VALUE",
      split = "\n",
      splitSynopsisLabel = "",
      description = "A label to filter by; repeatable. In the variable: one a line.")
  private Map<String, String> labels = new LinkedHashMap<>();

  @Option(names = "--name", paramLabel = "TEXT", description = "The name that people see.")
  private @Nullable String displayName;

  @Option(
      names = "--created-by",
      paramLabel = "WHO",
      description = "Who asks for it, in your words; it is carried and can be filtered by.")
  private @Nullable String createdBy;

  @Option(
      names = "--not-before",
      paramLabel = "TIME",
      converter = Moment.Word.class,
      description = "Held until then, as in 2026-11-26T08:00, or for so long, as in 15m.")
  private @Nullable Moment notBefore;

  @Option(
      names = "--queue-ttl",
      paramLabel = "TIME",
      converter = TimeSpan.class,
      description = "Fails when it has not started after this. Default: it waits for ever.")
  private @Nullable Duration queueTtl;

  @Option(
      names = "--startup-timeout",
      paramLabel = "TIME",
      converter = TimeSpan.class,
      description = "How long its runner may take to report. Default: the coordinator's, 60s.")
  private @Nullable Duration startupTimeout;

  @Option(
      names = "--cpu",
      paramLabel = "CPU",
      converter = CpuAmount.class,
      description = "What it holds of the quotas, as in 500m or 2. Default: the template's.")
  private @Nullable Long cpu;

  @Option(
      names = "--memory",
      paramLabel = "SIZE",
      converter = MemoryAmount.class,
      description = "What it holds of the quotas, as in 512Mi or 2Gi. Default: the template's.")
  private @Nullable Long memory;

  @Option(
      names = "--supersede",
      paramLabel = "HOW",
      converter = SupersedeName.class,
      description =
          "What happens to the chat's other builds: keep-all, skip-intermediate, cancel-running or"
              + " smart. Default: the chat's policy.")
  private @Nullable Supersede supersede;

  /** Sets what is given, and leaves the rest of the build alone. */
  void set(Build.Builder build, Instant now) {
    build.putAllLabels(labels);
    if (priority != null) {
      build.setPriority(priority);
    }
    if (displayName != null) {
      build.setDisplayName(displayName);
    }
    if (createdBy != null) {
      build.setCreatedBy(createdBy);
    }
    if (supersede != null) {
      build.setSupersede(supersede);
    }
    setTimes(build, now);
    setResources(build);
  }

  private void setTimes(Build.Builder build, Instant now) {
    if (notBefore != null) {
      build.setNotBeforeTime(Words.timestamp(notBefore.seenFrom(now)));
    }
    if (queueTtl != null) {
      build.setQueueTtl(Durations.fromSeconds(queueTtl.toSeconds()));
    }
    if (startupTimeout != null) {
      build.setStartupTimeout(Durations.fromSeconds(startupTimeout.toSeconds()));
    }
  }

  private void setResources(Build.Builder build) {
    if (cpu != null) {
      build.getResourcesBuilder().setCpuMillis(Math.toIntExact(cpu));
    }
    if (memory != null) {
      build.getResourcesBuilder().setMemoryMib(Math.toIntExact(memory));
    }
  }
}
