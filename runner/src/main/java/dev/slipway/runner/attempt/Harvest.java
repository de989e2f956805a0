package dev.slipway.runner.attempt;

import com.google.protobuf.ByteString;
import dev.slipway.runner.v1.Result;
import dev.slipway.runner.v1.ResultArtifact;

/** What the steps produced so far, for the result. */
final class Harvest {
  private final Result.Builder result = Result.newBuilder();

  void artifact(ResultArtifact artifact) {
    result.addArtifacts(artifact);
  }

  void output(byte[] output, boolean truncated) {
    result.setOutput(ByteString.copyFrom(output)).setOutputTruncated(truncated);
  }

  /** A result that holds it all, outcome not yet set. */
  Result.Builder result() {
    return result.clone();
  }
}
