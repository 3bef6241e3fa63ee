package io.bagoftricks.engine.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.bagoftricks.api.network.Shape;
import java.io.IOException;
import org.junit.jupiter.api.Test;

final class DataSourcesTest {
  @Test
  void namesEverySourceOnceByARecordWithDefaults() {
    assertThat(DataSources.TYPES).containsOnlyKeys("cifar10", "idx", "image-folder", "sample");
    assertThat(DataSources.TYPES.values())
        .allSatisfy(source -> assertThat(source).isInstanceOf(Record.class))
        .doesNotHaveDuplicates();
  }

  @Test
  void plansAFolderOfImagesButDoesNotReadIt() throws IOException {
    ImageFolderData data = ImageFolderData.defaults();

    assertThat(data.facts())
        .isEqualTo(new DataFacts(1000, 1_281_167, 50_000, new Shape(3, 224, 224)));
    assertThatIOException()
        .isThrownBy(() -> data.open(Split.TRAIN))
        .withMessageContaining("can plan such a recipe")
        .withMessageContaining("'sample', 'idx' or 'cifar10'");
  }

  @Test
  void refusesAFolderOfImagesWithValuesOutOfRange() {
    assertThat(new ImageFolderData("x", 2, 1, 1, 1).imageSize()).isEqualTo(1);
    assertThatIllegalArgumentException().isThrownBy(() -> new ImageFolderData("", 2, 1, 1, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> new ImageFolderData("x", 1, 1, 1, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> new ImageFolderData("x", 2, 0, 1, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> new ImageFolderData("x", 2, 1, 0, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> new ImageFolderData("x", 2, 1, 1, 0));
  }

  @Test
  void refusesFactsOfNothing() {
    Shape image = new Shape(1, 2, 2);
    assertThat(new DataFacts(2, 1, 1, image).classes()).isEqualTo(2);
    assertThatIllegalArgumentException().isThrownBy(() -> new DataFacts(1, 1, 1, image));
    assertThatIllegalArgumentException().isThrownBy(() -> new DataFacts(2, 0, 1, image));
    assertThatIllegalArgumentException().isThrownBy(() -> new DataFacts(2, 1, 0, image));
  }
}
