package dev.slipway.e2e.sites;

import static dev.slipway.e2e.Requests.snippet;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import dev.slipway.e2e.Checkout;
import dev.slipway.e2e.Folders;
import dev.slipway.e2e.Slipway;
import dev.slipway.v1.Failure.Reason;
import dev.slipway.v1.ListArtifactsRequest;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Builds of one file, and builds whose steps the client gives. */
class SnippetAndCustomTest {

  @AutoClose private static Slipway slipway;

  @BeforeAll
  static void start() {
    slipway = Slipway.up();
  }

  @Test
  void aJavaScriptSnippetGivesWhatItPrinted() {
    var code = Folders.read(Checkout.file("samples/snippet.js"));

    var build = slipway.submits().succeeded(slipway.submits().submit(snippet("snippet.js", code)));

    assertThat(build.getResults().getOutput()).isEqualTo("2 3 5 7 11 13 17 19 23 29\n");
    assertThat(
            slipway
                .artifacts()
                .listArtifacts(ListArtifactsRequest.newBuilder().setParent(build.getName()).build())
                .getArtifactsList())
        .anyMatch(artifact -> artifact.getName().endsWith("/artifacts/bundle.js"));
  }

  @Test
  void aTypeScriptSnippetGivesWhatItPrinted() {
    var outcome =
        slipway.cli("submit", Checkout.file("samples/snippet.ts").toString(), "-o", "json");

    assertThat(outcome.exitCode()).as("%s", outcome).isZero();
    var build = JsonParser.parseString(outcome.lastLine()).getAsJsonObject();
    assertThat(build.get("state").getAsString()).isEqualTo("SUCCEEDED");
    assertThat(build.getAsJsonObject("results").get("output").getAsString())
        .startsWith("Halcyon: 288 nautical miles\n");
  }

  @Test
  void aSnippetThatThrowsFailsWithItsLastLines() {
    var build =
        slipway
            .submits()
            .failed(
                slipway.submits().submit(snippet("snippet.js", "throw new Error('no wind');\n")));

    assertThat(build.getFailure().getReason()).isEqualTo(Reason.REASON_STEP_FAILED);
    assertThat(build.getFailure().getExitCode()).isEqualTo(1);
    assertThat(build.getFailure().getLastLinesList()).anyMatch(line -> line.contains("no wind"));
  }

  @Test
  void aBuildInProtoJsonRunsItsSteps() {
    var outcome =
        slipway.cli("submit", Checkout.file("samples/custom.json").toString(), "-o", "json");

    assertThat(outcome.exitCode()).as("%s", outcome).isZero();
    var build = JsonParser.parseString(outcome.lastLine()).getAsJsonObject();
    assertThat(build.get("state").getAsString()).isEqualTo("SUCCEEDED");
    assertThat(build.get("project").getAsString()).isEqualTo("greeting");
  }
}
