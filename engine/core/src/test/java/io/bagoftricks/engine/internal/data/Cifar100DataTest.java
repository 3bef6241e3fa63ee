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
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class Cifar100DataTest {
  private static final int RECORD = 3074;

  @TempDir Path root;

  /** Two records: group, class, then 1024 reds, 1024 greens, 1024 blues. */
  private void write(String name, int coarse, int fine) throws IOException {
    byte[] bytes = new byte[2 * RECORD];
    for (int i = 0; i < 2; i++) {
      int at = i * RECORD;
      bytes[at] = (byte) (coarse + i);
      bytes[at + 1] = (byte) (fine + i);
      Arrays.fill(bytes, at + 2, at + 1026, (byte) (200 + i));
      Arrays.fill(bytes, at + 1026, at + 2050, (byte) 20);
      Arrays.fill(bytes, at + 2050, at + RECORD, (byte) 30);
    }
    Files.write(root.resolve(name), bytes);
  }

  private Cifar100Data data(Cifar100Data.Labels labels) {
    return new Cifar100Data(root.toString(), labels);
  }

  @Test
  void readsEitherLabelAndThePixels() throws IOException {
    write("train.bin", 18, 98);
    write("test.bin", 3, 7);

    Dataset fine = data(Cifar100Data.Labels.FINE).open(Split.TRAIN, 2);
    assertThat(new int[] {fine.label(0), fine.label(1)}).containsExactly(98, 99);
    Dataset coarse = data(Cifar100Data.Labels.COARSE).open(Split.TRAIN, 2);
    assertThat(new int[] {coarse.label(0), coarse.label(1)}).containsExactly(18, 19);
    float[][] planes = coarse.read(1).planes();
    assertThat(planes[0]).hasSize(1024).containsOnly(201f);
    assertThat(planes[1]).hasSize(1024).containsOnly(20f);
    assertThat(planes[2]).hasSize(1024).containsOnly(30f);
    assertThat(data(Cifar100Data.Labels.FINE).open(Split.TEST, 2).label(0)).isEqualTo(7);
  }

  @Test
  void plansWithoutFiles() throws IOException {
    Shape image = new Shape(3, 32, 32);
    assertThat(data(Cifar100Data.Labels.FINE).facts())
        .isEqualTo(new DataFacts(100, 50_000, 10_000, image));
    assertThat(data(Cifar100Data.Labels.COARSE).facts())
        .isEqualTo(new DataFacts(20, 50_000, 10_000, image));
    assertThat(data(Cifar100Data.Labels.COARSE).labelNames())
        .hasSize(20)
        .startsWith("0", "1")
        .endsWith("19");
  }

  @Test
  void takesNamesFromTheTextBesideTheImages() throws IOException {
    String names =
        IntStream.range(0, 20).mapToObj(i -> "group_" + i).collect(Collectors.joining("\n"));
    Files.writeString(root.resolve("coarse_label_names.txt"), names + "\n\n");
    assertThat(data(Cifar100Data.Labels.COARSE).labelNames()).hasSize(20).endsWith("group_19");
    assertThat(data(Cifar100Data.Labels.FINE).labelNames()).hasSize(100).endsWith("99");

    Files.writeString(root.resolve("fine_label_names.txt"), names);
    assertThatIOException()
        .isThrownBy(() -> data(Cifar100Data.Labels.FINE).labelNames())
        .withMessageContaining("names 20 classes, but there are 100. Fetch it again");
  }

  @Test
  void refusesALabelOfNoClassAndAFileOfAnotherLength() throws IOException {
    write("test.bin", 19, 99);
    assertThatIOException()
        .isThrownBy(() -> data(Cifar100Data.Labels.COARSE).open(Split.TEST, 2))
        .withMessageContaining("test.bin: the label of image 1 is 20, but must be below 20");
    assertThatIOException()
        .isThrownBy(() -> data(Cifar100Data.Labels.FINE).open(Split.TEST))
        .withMessageContaining("has 6148 bytes")
        .withMessageContaining("of CIFAR-100's binary version has 30740000");
    assertThatIOException()
        .isThrownBy(() -> data(Cifar100Data.Labels.FINE).open(Split.TRAIN))
        .withMessageContaining("there is no file " + root.resolve("train.bin"))
        .withMessageContaining("cifar-100-binary.tar.gz");
  }
}
