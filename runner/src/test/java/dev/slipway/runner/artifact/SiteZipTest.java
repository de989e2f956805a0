package dev.slipway.runner.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.runner.coordinator.Plans;
import dev.slipway.runner.step.StepFailed;
import dev.slipway.runner.v1.Limits;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SiteZipTest {
  @TempDir Path temp;

  private Path site;
  private final Limits.Builder limits = Plans.limits();

  @BeforeEach
  void makeSite() throws Exception {
    site = Files.createDirectories(temp.toRealPath().resolve("site"));
    Files.writeString(site.resolve("index.html"), "<h1>page</h1>");
  }

  @Test
  void sameFilesMakeTheSameZip() throws Exception {
    Files.createDirectories(site.resolve("a"));
    Files.writeString(site.resolve("a/b.css"), "b");
    byte[] first = zip();

    Files.setLastModifiedTime(site.resolve("a/b.css"), FileTime.from(Instant.EPOCH));
    Files.delete(site.resolve("index.html"));
    Files.writeString(site.resolve("index.html"), "<h1>page</h1>");

    assertThat(zip()).isEqualTo(first);
  }

  @Test
  void onlyFilesAndLinksToFilesInsideAreTaken() throws Exception {
    Path secret = Files.writeString(temp.resolve("secret"), "secret");
    Files.createSymbolicLink(site.resolve("inside.html"), Path.of("index.html"));
    Files.createSymbolicLink(site.resolve("outside.html"), secret);
    Files.createSymbolicLink(site.resolve("nowhere.html"), Path.of("gone"));
    Files.createSymbolicLink(site.resolve("self"), Path.of("."));

    SiteFiles found = SiteFiles.of(site, name -> true);

    assertThat(found.files()).containsOnlyKeys("index.html", "inside.html");
    assertThat(found.skipped()).containsExactlyInAnyOrder("outside.html", "nowhere.html", "self");
  }

  @Test
  void tooManyFilesAreRefused() throws Exception {
    limits.setArtifactEntriesMax(1);
    Files.writeString(site.resolve("more.html"), "more");

    assertThatThrownBy(this::zip)
        .isInstanceOf(StepFailed.class)
        .hasMessage("The output folder has 2 files; the limit is 1.");
  }

  @Test
  void tooManyBytesAreRefused() throws Exception {
    limits.setArtifactBytesMax(1_000_000);
    byte[] noise = new byte[3_000_000];
    new Random(7).nextBytes(noise);
    Files.write(site.resolve("noise"), noise);

    assertThatThrownBy(this::zip)
        .isInstanceOf(StepFailed.class)
        .hasMessage("The output packs to more than 1,000,000 bytes (the limit).");
  }

  private byte[] zip() throws Exception {
    Path zip = temp.resolve("site.zip");
    new SiteZip(limits.build()).write(SiteFiles.of(site, name -> true).files(), zip);
    return Files.readAllBytes(zip);
  }
}
