package dev.slipway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Programs that the tests bring themselves, in {@code e2e/target/tools}. */
public final class Tools {

  private static final String BUF = "1.74.0";
  private static final String GRPCURL = "v1.9.3";

  private Tools() {}

  /** buf, from npm. */
  public static Path buf() {
    var folder = Checkout.target("tools/buf");
    var program = folder.resolve("node_modules/.bin/buf");
    if (!Files.exists(program)) {
      install(
          Command.of(
              Needs.oneOf("npm").toString(),
              "install",
              "--no-save",
              "--no-audit",
              "--no-fund",
              "--prefix",
              folder.toString(),
              "@bufbuild/buf@" + BUF));
    }
    return program;
  }

  /** grpcurl, from the Go module proxy; skips the test where there is no Go. */
  public static Path grpcurl() {
    var folder = Checkout.target("tools/grpcurl");
    var program = folder.resolve("grpcurl");
    if (!Files.exists(program)) {
      install(
          Command.of(
                  Needs.oneOf("go").toString(),
                  "install",
                  "github.com/fullstorydev/grpcurl/cmd/grpcurl@" + GRPCURL)
              .with("GOBIN", folder.toString()));
    }
    return program;
  }

  /** A PATH with the folders of these programs first. */
  public static String path(List<Path> programs, String rest) {
    var path = new StringBuilder();
    programs.forEach(program -> path.append(program.getParent()).append(':'));
    return path.append(rest).toString();
  }

  private static void install(Command command) {
    var outcome = command.run();
    assertThat(outcome.exitCode()).as("%s: %s", command.words(), outcome).isZero();
  }
}
