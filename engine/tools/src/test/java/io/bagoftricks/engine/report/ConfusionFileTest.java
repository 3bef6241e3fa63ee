package io.bagoftricks.engine.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bagoftricks.engine.evaluation.ConfusionMatrix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ConfusionFileTest {
  @TempDir private Path folder;

  @Test
  void writesWhatOccurredAndReadsItBack() throws IOException {
    ConfusionMatrix matrix = new ConfusionMatrix(3);
    matrix.add(0, 0, 5);
    matrix.add(0, 2, 1);
    matrix.add(2, 1, 4);

    Files.writeString(folder.resolve(ConfusionFile.NAME), ConfusionFile.text(matrix));

    assertThat(folder.resolve("confusion.csv"))
        .hasContent("label,predicted,images\n0,0,5\n0,2,1\n2,1,4\n");
    ConfusionMatrix read = ConfusionFile.read(folder, 3).orElseThrow();
    assertThat(read.images(0, 2)).isEqualTo(1);
    assertThat(read.images(2, 1)).isEqualTo(4);
    assertThat(read.images(0)).isEqualTo(6);
    assertThat(read.images(1)).isZero();
  }

  @Test
  void isEmptyWhereThereIsNone() throws IOException {
    assertThat(ConfusionFile.read(folder, 3)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0,3,1", "0,0", "0,0,x", "-1,0,1", "0,0,1,1"})
  void refusesWhatItDoesNotWrite(String line) throws IOException {
    Files.writeString(folder.resolve("confusion.csv"), "label,predicted,images\n" + line + "\n");

    assertThatThrownBy(() -> ConfusionFile.read(folder, 3))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("confusion.csv:2: '" + line + "'");
  }
}
