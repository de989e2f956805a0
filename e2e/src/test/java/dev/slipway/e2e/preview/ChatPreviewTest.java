package dev.slipway.e2e.preview;

import static dev.slipway.e2e.Requests.page;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.e2e.Builds;
import dev.slipway.e2e.Slipway;
import dev.slipway.e2e.Web;
import dev.slipway.v1.Build;
import dev.slipway.v1.GetPreviewRequest;
import dev.slipway.v1.Preview;
import dev.slipway.v1.RollbackPreviewRequest;
import java.net.URI;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A chat's own address shows its newest success, and goes back when it is asked to. */
class ChatPreviewTest {

  @AutoClose private static Slipway slipway;

  @BeforeAll
  static void start() {
    slipway = Slipway.up();
  }

  @Test
  void itMovesOnSuccessAndStaysOnFailure() {
    var chat = "a chat's name may be long and odd: @".replaceAll("[^a-z]", "~").repeat(3);

    var first = published(chat, "first");
    assertThat(shown(chat)).contains("first");
    var second = published(chat, "second");
    assertThat(shown(chat)).contains("second");
    slipway
        .submits()
        .failed(
            slipway
                .submits()
                .submit(page("third").setChat(chat).putParameters("output_dir", "gone")));

    assertThat(shown(chat)).contains("second");
    assertThat(preview(chat).getBuild()).isEqualTo(second.getName());
    assertThat(Web.text(Web.get(first.getPreviewUri(), "/"))).contains("first");
    assertThat(URI.create(preview(chat).getUri()).getHost().split("\\.")[0])
        .hasSizeLessThanOrEqualTo(63);
  }

  @Test
  void itGoesBackToTheBuildBeforeAndOnWithTheNextSuccess() {
    var first = published("back", "first");
    published("back", "second");

    var rolledBack =
        slipway
            .previews()
            .rollbackPreview(RollbackPreviewRequest.newBuilder().setName(name("back")).build());

    assertThat(rolledBack.getBuild()).isEqualTo(first.getName());
    assertThat(shown("back")).contains("first");
    published("back", "third");
    assertThat(shown("back")).contains("third");
  }

  private static Build published(String chat, String text) {
    return slipway.submits().succeeded(slipway.submits().submit(page(text).setChat(chat)));
  }

  private static String shown(String chat) {
    return Web.text(Web.get(preview(chat).getUri(), "/"));
  }

  private static Preview preview(String chat) {
    return slipway
        .previews()
        .getPreview(GetPreviewRequest.newBuilder().setName(name(chat)).build());
  }

  private static String name(String chat) {
    return Builds.TENANT + "/previews/" + chat;
  }
}
