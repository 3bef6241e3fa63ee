package io.bagoftricks.engine.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bagoftricks.engine.data.DataSource;
import io.bagoftricks.engine.model.ResNet;
import io.bagoftricks.engine.recipe.RecipeFixtures.Folder;
import io.bagoftricks.engine.recipe.RecipeFixtures.Noise;
import org.junit.jupiter.api.Test;

final class TypeTableTest {
  private static final TypeTable<DataSource> TABLE =
      TypeTable.of("data", DataSource.class).with("noise", new Noise(10));

  @Test
  void findsNamesBackFromRecords() {
    assertThat(TABLE.nameOf(new Noise(3))).isEqualTo("noise");
    assertThatThrownBy(() -> TABLE.nameOf(new Folder("", 1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void refusesWhatIsThereAlready() {
    assertThatThrownBy(() -> TABLE.with("noise", new Folder("", 1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> TABLE.with("more-noise", new Noise(3)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void refusesOtherKindsAndUnknownRequiredKeys() {
    assertThatThrownBy(() -> TABLE.with("resnet", ResNet.defaults()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> TABLE.with("folder", new Folder("", 1), "path"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("[path]");
    assertThat(TABLE.with("folder", new Folder("", 1), "root").names())
        .containsExactly("folder", "noise");
  }
}
