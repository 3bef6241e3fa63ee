package io.bagoftricks.engine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class InputBoundTest {
  @Test
  void isShownFromHalfAPercent() {
    assertThat(new InputBound(3.1, 100, 2, 8, false).shown()).contains("input-bound 3 %");
    assertThat(new InputBound(0.6, 100, 2, 8, false).shown()).contains("input-bound 1 %");
    assertThat(new InputBound(0.4, 100, 2, 8, false).shown()).isEmpty();
    assertThat(new InputBound(0, 0, 2, 8, false).shown()).isEmpty();
  }

  @Test
  void saysWhatHelpsFromATenth() {
    assertThat(new InputBound(9.9, 100, 2, 8, false).advice()).isEmpty();
    assertThat(new InputBound(35, 100, 2, 8, false).advice())
        .contains(
            "The step waits for images 35 % of its time: input is the bottleneck. training.loaderThreads is 2 and there are 8 processors: more may help (--set training.loaderThreads=8 changes no result).");
    assertThat(new InputBound(35, 100, 8, 8, false).advice())
        .contains(
            "The step waits for images 35 % of its time: input is the bottleneck. training.loaderThreads is 8 and there are 8 processors: images that are stored smaller, near the size that the network sees, take less to read.");
  }

  /** A run of seconds gets none for its first batch. */
  @Test
  void advisesFromASecondOfWaiting() {
    assertThat(new InputBound(0.99, 2, 2, 8, false).advice()).isEmpty();
    assertThat(new InputBound(0.99, 2, 2, 8, false).shown()).contains("input-bound 50 %");
    assertThat(new InputBound(1, 2, 2, 8, false).advice()).isPresent();
  }

  /** Whatever is in memory already, or in a pack, gains nothing by one. */
  @Test
  void namesThePackWhereImagesAreFiles() {
    assertThat(new InputBound(35, 100, 8, 8, true).advice())
        .contains(
            "The step waits for images 35 % of its time: input is the bottleneck. training.loaderThreads is 8 and there are 8 processors: images that are stored smaller, near the size that the network sees, take less to read (tricks data pack DATA PACK --short-side N makes a pack of them).");
    assertThat(new InputBound(35, 100, 2, 8, true).advice())
        .contains(
            "The step waits for images 35 % of its time: input is the bottleneck. training.loaderThreads is 2 and there are 8 processors: more may help (--set training.loaderThreads=8 changes no result). Besides, images that are stored smaller, near the size that the network sees, take less to read (tricks data pack DATA PACK --short-side N makes a pack of them).");
  }
}
