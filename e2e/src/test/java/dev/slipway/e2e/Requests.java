package dev.slipway.e2e;

import com.google.protobuf.ByteString;
import com.google.protobuf.Duration;
import dev.slipway.v1.Archive;
import dev.slipway.v1.Build;
import dev.slipway.v1.InlineFiles;
import dev.slipway.v1.Source;
import dev.slipway.v1.Step;

/** Builds to ask for. */
public final class Requests {

  private Requests() {}

  /** A custom build without a source that runs one shell script as the step {@code run}. */
  public static Build.Builder shell(String script) {
    return custom(step("run", script));
  }

  /** A custom build without a source. */
  public static Build.Builder custom(Step.Builder... steps) {
    var build = Build.newBuilder().setTemplate("custom");
    for (var step : steps) {
      build.addSteps(step);
    }
    return build;
  }

  /** A step that runs a shell script. */
  public static Step.Builder step(String id, String script) {
    return Step.newBuilder().setId(id).addCommand("sh").addCommand("-c").addCommand(script);
  }

  /** A website from an uploaded archive. */
  public static Build.Builder website(Archive archive) {
    return Build.newBuilder()
        .setTemplate("website")
        .setSource(Source.newBuilder().setArchive(archive));
  }

  /** A website of one page that says this. */
  public static Build.Builder page(String text) {
    return Build.newBuilder()
        .setTemplate("website")
        .setSource(inline("index.html", "<!doctype html><title>page</title><p>" + text + "</p>\n"));
  }

  /** A snippet of this one file. */
  public static Build.Builder snippet(String fileName, String code) {
    return Build.newBuilder().setTemplate("snippet").setSource(inline(fileName, code));
  }

  /** A source of one file in the request itself. */
  public static Source inline(String fileName, String content) {
    return Source.newBuilder()
        .setInlineFiles(
            InlineFiles.newBuilder().putFiles(fileName, ByteString.copyFromUtf8(content)))
        .build();
  }

  /** So many seconds. */
  public static Duration seconds(long seconds) {
    return Duration.newBuilder().setSeconds(seconds).build();
  }
}
