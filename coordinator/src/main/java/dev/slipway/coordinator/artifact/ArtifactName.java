package dev.slipway.coordinator.artifact;

import dev.slipway.coordinator.build.BuildRef;
import dev.slipway.coordinator.build.Refusal;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which artifact of which build.
 *
 * @param build the build
 * @param artifact its file name
 */
record ArtifactName(BuildRef build, String artifact) {
  private static final Pattern NAME = Pattern.compile("(.+)/artifacts/([^/]+)");

  /** Reads the field {@code name} of a request. */
  static ArtifactName parse(String name) {
    Matcher match = NAME.matcher(name);
    return Optional.of(match)
        .filter(Matcher::matches)
        .flatMap(parts -> BuildRef.parse(parts.group(1)))
        .map(build -> new ArtifactName(build, match.group(2)))
        .orElseThrow(
            () ->
                Refusal.badField(
                    "name",
                    "'%s' is not the name of an artifact. Give tenants/{tenant}/builds/{build}/artifacts/{artifact}."
                        .formatted(name)));
  }

  /** The resource name. */
  String name() {
    return build.name() + "/artifacts/" + artifact;
  }
}
