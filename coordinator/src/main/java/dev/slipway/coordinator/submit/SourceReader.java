package dev.slipway.coordinator.submit;

import com.google.protobuf.ByteString;
import dev.slipway.coordinator.build.BuildSpec.SourceSpec;
import dev.slipway.coordinator.build.Refusal;
import dev.slipway.coordinator.source.PackedFiles;
import dev.slipway.coordinator.source.Sources;
import dev.slipway.v1.Build;
import dev.slipway.v1.Git;
import dev.slipway.v1.InlineFiles;
import dev.slipway.v1.Source;
import jakarta.inject.Singleton;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the source of a CreateBuild request: every rule that the comments of source.proto state.
 */
@Singleton
class SourceReader {
  private static final int FILES_MAX = 1000;
  private static final int BYTES_MAX = 1 << 20;
  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
  // No "ext::", no option-like host: what git would run or misread.
  private static final Pattern REPOSITORY =
      Pattern.compile(
          "(https?|ssh|git|file)://[^-\\s\\x00-\\x1f][^\\s\\x00-\\x1f]{0,1999}|[A-Za-z0-9._]+@[^-\\s:\\x00-\\x1f][^\\s:\\x00-\\x1f]{0,254}:[^\\s\\x00-\\x1f]{1,2000}");
  private static final Pattern REF = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._/@+-]{0,254}");
  private static final Pattern PATH =
      Pattern.compile("(?!/)(?!.*(^|/)\\.{1,2}(/|$))(?!.*//)[^\\x00-\\x1f\\\\]{1,500}(?<!/)");

  private final Sources sources;

  SourceReader(Sources sources) {
    this.sources = sources;
  }

  /** Notes what is wrong with the form of the source. */
  void check(Build build, Violations violations) {
    switch (build.getSource().getKindCase()) {
      case INLINE_FILES -> files(build.getSource().getInlineFiles(), violations);
      case ARCHIVE ->
          violations.unless(
              SHA256.matcher(build.getSource().getArchive().getSha256()).matches(),
              "build.source.archive.sha256",
              "\"%s\" is not 64 lower-case hex digits.",
              build.getSource().getArchive().getSha256());
      case GIT -> git(build.getSource().getGit(), violations);
      case KIND_NOT_SET ->
          violations.unless(
              build.getTemplate().equals("custom"),
              "build.source",
              "is missing; set inline_files, archive or git.");
    }
  }

  private static void files(InlineFiles inline, Violations violations) {
    var field = "build.source.inline_files";
    int count = inline.getFilesCount();
    violations.unless(
        count >= 1 && count <= FILES_MAX, field, "has %d files; 1 to %d.", count, FILES_MAX);
    long bytes = inline.getFilesMap().values().stream().mapToLong(ByteString::size).sum();
    violations.unless(
        bytes <= BYTES_MAX,
        field,
        "has %d bytes; at most %d. Upload an archive with SourceService.UploadSource instead.",
        bytes,
        BYTES_MAX);
    var seen = new HashSet<String>();
    for (var path : inline.getFilesMap().keySet()) {
      violations.unless(
          PATH.matcher(path).matches(),
          field + ".files",
          "\"%s\" is not a relative path with / that stays inside, at most 500 characters.",
          path);
      violations.unless(
          seen.add(path.toLowerCase(Locale.ROOT)),
          field + ".files",
          "\"%s\" stands there twice, but for upper and lower case.",
          path);
    }
  }

  private static void git(Git git, Violations violations) {
    violations.unless(
        REPOSITORY.matcher(git.getRepository()).matches(),
        "build.source.git.repository",
        "\"%s\" is not an https://, ssh://, git@ or file:// address.",
        git.getRepository());
    violations.unless(
        git.getRef().isEmpty() || REF.matcher(git.getRef()).matches(),
        "build.source.git.ref",
        "\"%s\" is not a branch, a tag or a full commit id.",
        git.getRef());
  }

  /** The inline files that a build brings, packed and not stored; null: it brings none. */
  static @Nullable PackedFiles files(Build build) {
    return build.getSource().hasInlineFiles()
        ? PackedFiles.of(bytes(build.getSource().getInlineFiles().getFilesMap()))
        : null;
  }

  /**
   * The source in domain words.
   *
   * @param files {@link #files} of it
   * @throws Refusal when the tenant has not uploaded the archive
   */
  @Nullable SourceSpec read(String tenant, Build build, @Nullable PackedFiles files) {
    Source source = build.getSource();
    return switch (source.getKindCase()) {
      case INLINE_FILES -> files == null ? null : files.archive();
      case ARCHIVE -> {
        var sha256 = source.getArchive().getSha256();
        yield sources
            .find(tenant, sha256)
            .orElseThrow(
                () ->
                    new Refusal(
                        new Refusal.Kind.NotFound(
                            "tenants/" + tenant + "/sources/" + sha256,
                            "The archive %s was not uploaded whole to tenants/%s. Call SourceService.UploadSource first."
                                .formatted(sha256, tenant))));
      }
      case GIT -> new SourceSpec.Git(source.getGit().getRepository(), source.getGit().getRef());
      case KIND_NOT_SET -> null;
    };
  }

  private static Map<String, byte[]> bytes(Map<String, ByteString> files) {
    var bytes = new TreeMap<String, byte[]>();
    files.forEach((path, content) -> bytes.put(path, content.toByteArray()));
    return bytes;
  }
}
