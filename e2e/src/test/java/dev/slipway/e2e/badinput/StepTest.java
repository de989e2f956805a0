package dev.slipway.e2e.badinput;

import static dev.slipway.e2e.Requests.custom;
import static dev.slipway.e2e.Requests.seconds;
import static dev.slipway.e2e.Requests.shell;
import static dev.slipway.e2e.Requests.step;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.e2e.Folders;
import dev.slipway.e2e.Slipway;
import dev.slipway.v1.BuildEvent;
import dev.slipway.v1.Failure.Reason;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Steps that misbehave: they have the outcome of their own doing, and leave no process behind. */
class StepTest {

  private static final long PRINTED_BYTES = 200_000_000;

  @AutoClose private static Slipway slipway;

  private Path notes;

  @BeforeAll
  static void start() {
    slipway = Slipway.up("--max-builds", "2");
  }

  @BeforeEach
  void clearNotes() {
    notes = slipway.sandbox().folder("notes").resolve("pids");
    Folders.remove(notes);
  }

  @Test
  void aStepThatFailsIsTheBuildsFailure() {
    var build =
        slipway
            .submits()
            .failed(
                slipway
                    .submits()
                    .submit(
                        custom(
                            step("fine", "echo fine"),
                            step("bad", "echo aground; exit 3"),
                            step("never", "echo never"))));

    var failure = build.getFailure();
    assertThat(failure.getReason()).isEqualTo(Reason.REASON_STEP_FAILED);
    assertThat(failure.getStep()).isEqualTo("bad");
    assertThat(failure.getExitCode()).isEqualTo(3);
    assertThat(failure.getLastLinesList()).contains("aground");
    assertThat(slipway.submits().logText(build)).contains("fine").doesNotContain("never");
  }

  @Test
  void aCommandThatIsNotThereFailsItsStep() {
    var nothing = step("run", "");
    nothing.clearCommand().addCommand("no-such-program");

    var build = slipway.submits().failed(slipway.submits().submit(custom(nothing)));

    assertThat(build.getFailure().getMessage()).contains("no-such-program");
    assertThat(build.getFailure().getExitCode()).isEqualTo(127);
  }

  @Test
  void aStepThatNeverEndsIsEndedWithAllItsProcesses() {
    var endless =
        """
        trap '' TERM
        echo $$ >> %1$s
        setsid sh -c 'trap "" TERM; echo $$ >> %1$s; while :; do sleep 1; done' &
        echo waiting
        while :; do sleep 1; done
        """
            .formatted(notes);

    var build =
        slipway
            .submits()
            .failed(
                slipway.submits().submit(custom(step("endless", endless).setTimeout(seconds(3)))));

    var failure = build.getFailure();
    assertThat(failure.getReason()).isEqualTo(Reason.REASON_STEP_TIMEOUT);
    assertThat(failure.getStep()).isEqualTo("endless");
    assertThat(failure.getLastLinesList()).contains("waiting");
    assertThat(pids()).hasSize(2).noneMatch(StepTest::isAlive);
  }

  @Test
  void aBuildOverItsTimeIsEnded() {
    var build =
        slipway
            .submits()
            .failed(
                slipway
                    .submits()
                    .submit(
                        shell("echo $$ >> %s; sleep 1000".formatted(notes))
                            .setTimeout(seconds(5))));

    assertThat(build.getFailure().getReason()).isEqualTo(Reason.REASON_BUILD_TIMEOUT);
    assertThat(pids()).hasSize(1).noneMatch(StepTest::isAlive);
  }

  @Test
  void aStepThatPrintsTooMuchKeepsItsOutcomeAndACappedLog() {
    var build =
        slipway
            .submits()
            .succeeded(
                slipway
                    .submits()
                    .submit(
                        shell(
                            "echo first; head -c %d /dev/zero | tr '\\0' 'x'; echo; echo last"
                                .formatted(PRINTED_BYTES))));

    var log = slipway.submits().logText(build);
    assertThat(build.getLogDroppedBytes()).isPositive();
    assertThat(log).startsWith("first\n").endsWith("last\n");
    assertThat(log.replace(",", "")).contains(Long.toString(build.getLogDroppedBytes()));
    assertThat(build.getLogSize()).isEqualTo(log.length()).isLessThan(PRINTED_BYTES / 4);
    assertThat(slipway.submits().events(build))
        .filteredOn(BuildEvent::hasWarning)
        .extracting(event -> event.getWarning().getCode())
        .contains("LOG_CAPPED");
  }

  @Test
  void aDaemonThatHoldsTheOutputIsEndedWithItsStep() {
    var build =
        slipway
            .submits()
            .succeeded(
                slipway
                    .submits()
                    .submit(
                        shell(
                            "setsid sh -c 'echo $$ >> %s; exec sleep 1000' & sleep 0.2; echo done"
                                .formatted(notes))));

    assertThat(slipway.submits().logText(build)).contains("done");
    assertThat(pids()).hasSize(1).noneMatch(StepTest::isAlive);
  }

  @Test
  void aStepSeesNeitherTheTokenNorTheUsersHome() {
    var build = slipway.submits().succeeded(slipway.submits().submit(shell("env; ls -a ~")));

    var log = slipway.submits().logText(build);
    assertThat(log)
        .contains("SLIPWAY_ATTEMPT=")
        .doesNotContainIgnoringCase("token")
        .doesNotContain("HOME=" + System.getProperty("user.home") + "\n")
        .doesNotContain("SLIPWAY_DATA_DIR");
  }

  private List<Long> pids() {
    return Folders.read(notes).lines().map(Long::parseLong).toList();
  }

  private static boolean isAlive(long pid) {
    return ProcessHandle.of(pid).isPresent();
  }
}
