package dev.slipway.coordinator.launch;

import dev.slipway.coordinator.build.BuildRef;
import java.util.UUID;

/**
 * Nothing of an attempt runs any more, and its folder is gone.
 *
 * @param exitCode of the runner, 128 + n for signal n
 * @param lastWords the end of what the runner itself logged, for the failure message; may be empty
 */
public record AttemptExited(BuildRef build, UUID attemptUid, int exitCode, String lastWords) {}
