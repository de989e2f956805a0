package dev.slipway.race.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class LinkMatrixTest {
  @Test
  void noFaultAtAnyStateLosesOrRepeatsAnything() throws Exception {
    var cells = LinkMatrix.run(Path.of("target", "link").toAbsolutePath(), _ -> true);

    long wrong = cells.values().stream().filter(each -> !each.isEmpty()).count();
    System.out.println("cells " + cells.size() + " wrong " + wrong);
    assertThat(cells).hasSizeGreaterThanOrEqualTo(40);
    assertThat(cells).allSatisfy((cell, why) -> assertThat(why).as(cell).isEmpty());
  }
}
