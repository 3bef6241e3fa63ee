package io.bagoftricks.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import io.bagoftricks.api.data.DataFacts;
import io.bagoftricks.api.data.Dataset;
import io.bagoftricks.api.data.Split;
import io.bagoftricks.api.network.Shape;
import io.bagoftricks.engine.internal.data.SampleData;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** The expected numbers were computed from the files with Python. */
final class FashionMnistSampleTest {
  private static long sum(Dataset.Image image) {
    double sum = 0;
    for (float pixel : image.planes()[0]) {
      sum += pixel;
    }
    return (long) sum;
  }

  private static int[] examplesPerClass(Dataset dataset) {
    int[] counts = new int[10];
    for (int i = 0; i < dataset.size(); i++) {
      counts[dataset.label(i)]++;
    }
    return counts;
  }

  @Test
  void declaresWhatItHolds() throws IOException {
    assertThat(SampleData.defaults().facts())
        .isEqualTo(new DataFacts(10, 10_000, 2_000, new Shape(1, 28, 28)));
  }

  @Test
  void holdsTheFirstTrainingImages() throws IOException {
    Dataset train = SampleData.defaults().open(Split.TRAIN);

    assertThat(examplesPerClass(train))
        .containsExactly(942, 1027, 1016, 1019, 974, 989, 1021, 1022, 990, 1000);
    assertThat(train.label(0)).isEqualTo(9);
    assertThat(sum(train.read(0))).isEqualTo(76247);
    assertThat(sum(train.read(9_999))).isEqualTo(79936);
  }

  @Test
  void holdsTheFirstTestImages() throws IOException {
    Dataset test = SampleData.defaults().open(Split.TEST);

    assertThat(examplesPerClass(test))
        .containsExactly(200, 203, 214, 190, 219, 195, 197, 200, 194, 188);
    assertThat(sum(test.read(0))).isEqualTo(33456);
    assertThat(sum(test.read(1_999))).isEqualTo(59629);
  }

  @Test
  void carriesItsLicense() throws IOException {
    try (InputStream license =
        SampleData.class.getResourceAsStream("/META-INF/samples/fashion-mnist/LICENSE")) {
      assertThat(license).isNotNull();
      assertThat(new String(license.readAllBytes(), StandardCharsets.UTF_8))
          .contains("MIT License", "2017 Zalando SE");
    }
  }
}
