package dev.slipway.cli.submit;

import dev.slipway.cli.pack.Archive;
import dev.slipway.v1.Build;
import dev.slipway.v1.Git;
import dev.slipway.v1.InlineFiles;
import dev.slipway.v1.Source;
import org.jspecify.annotations.Nullable;

/**
 * What someone gave to be built: the build as far as the thing itself tells, and the archive to
 * upload first.
 *
 * @param build its source, and its template where the kind of thing decides that
 * @param archive what {@code build.source.archive} names; null when there is nothing to upload
 * @param described what it is, in a few words for people
 */
public record Given(Build build, @Nullable Archive archive, String described) {
  static Given ofArchive(Archive archive, String described) {
    Source source =
        Source.newBuilder()
            .setArchive(dev.slipway.v1.Archive.newBuilder().setSha256(archive.sha256()))
            .build();
    return new Given(build("website", source), archive, described);
  }

  static Given ofScript(InlineFiles file, String described) {
    return new Given(
        build("snippet", Source.newBuilder().setInlineFiles(file).build()), null, described);
  }

  static Given ofGit(Git git) {
    return new Given(
        build("website", Source.newBuilder().setGit(git).build()), null, git.getRepository());
  }

  static Given ofJson(Build build, String described) {
    return new Given(build, null, described);
  }

  private static Build build(String template, Source source) {
    return Build.newBuilder().setTemplate(template).setSource(source).build();
  }
}
