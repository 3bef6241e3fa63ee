package io.bagoftricks.engine.internal.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.bagoftricks.api.data.DataFacts;
import io.bagoftricks.api.data.Dataset;
import io.bagoftricks.api.data.Split;
import io.bagoftricks.api.network.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class Cifar10DataTest {
  private static final int RECORD = 3073;

  @TempDir Path root;

  /** Two records: label, then 1024 reds, 1024 greens, 1024 blues. */
  private void write(String name, int firstLabel) throws IOException {
    byte[] bytes = new byte[2 * RECORD];
    for (int i = 0; i < 2; i++) {
      int at = i * RECORD;
      bytes[at] = (byte) (firstLabel + i);
      Arrays.fill(bytes, at + 1, at + 1025, (byte) (200 + i));
      Arrays.fill(bytes, at + 1025, at + 2049, (byte) 20);
      Arrays.fill(bytes, at + 2049, at + RECORD, (byte) 30);
    }
    Files.write(root.resolve(name), bytes);
  }

  private Cifar10Data data() {
    return new Cifar10Data(root.toString());
  }

  @Test
  void readsTheFiveTrainingFilesInOrder() throws IOException {
    for (int i = 1; i <= 5; i++) {
      write("data_batch_" + i + ".bin", i);
    }

    Dataset train = data().open(Split.TRAIN, 2);

    assertThat(train.size()).isEqualTo(10);
    assertThat(new int[] {train.label(0), train.label(1), train.label(8), train.label(9)})
        .containsExactly(1, 2, 5, 6);
    float[][] planes = train.read(9).planes();
    assertThat(planes[0]).hasSize(1024).containsOnly(201f);
    assertThat(planes[1]).hasSize(1024).containsOnly(20f);
    assertThat(planes[2]).hasSize(1024).containsOnly(30f);
  }

  @Test
  void plansWithoutFiles() {
    assertThat(data().facts()).isEqualTo(new DataFacts(10, 50_000, 10_000, new Shape(3, 32, 32)));
  }

  @Test
  void readsTheLastClassAndRefusesTheNext() throws IOException {
    write("test_batch.bin", 8);
    assertThat(data().open(Split.TEST, 2).label(1)).isEqualTo(9);

    write("test_batch.bin", 9);
    assertThatIOException()
        .isThrownBy(() -> data().open(Split.TEST, 2))
        .withMessageContaining("test_batch.bin: the label of image 1 is 10, but must be below 10");
  }

  @Test
  void refusesAFileOfAnotherLength() throws IOException {
    write("test_batch.bin", 0);

    assertThatIOException()
        .isThrownBy(() -> data().open(Split.TEST))
        .withMessageContaining("has 6146 bytes")
        .withMessageContaining("has 30730000");
  }

  @Test
  void saysWhatToFetchWhereFilesAreMissing() {
    assertThatIOException()
        .isThrownBy(() -> data().open(Split.TRAIN))
        .withMessageContaining("there is no file " + root.resolve("data_batch_1.bin"))
        .withMessageContaining("cifar-10-binary.tar.gz")
        .withMessageContaining("--set data.root=DIR");
  }
}
