package io.bagoftricks.engine.internal.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.bagoftricks.api.data.DataFacts;
import io.bagoftricks.api.data.Dataset;
import io.bagoftricks.api.data.Split;
import io.bagoftricks.api.network.Shape;
import io.bagoftricks.api.network.Size;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class IdxDataTest {
  @TempDir Path folder;

  @BeforeEach
  void writeFiles() throws IOException {
    IdxBytes.writeSmallSet(folder);
  }

  private IdxData data() {
    return new IdxData(folder.toString(), 3, 3, 2, 2);
  }

  private void assertRefused(IdxData data, String... parts) {
    assertThatIOException()
        .isThrownBy(() -> data.open(Split.TRAIN))
        .withMessageContainingAll(parts);
  }

  @Test
  void readsImagesAndLabels() throws IOException {
    Dataset train = data().open(Split.TRAIN);

    assertThat(train.size()).isEqualTo(3);
    assertThat(new int[] {train.label(0), train.label(1), train.label(2)}).containsExactly(0, 2, 1);
    assertThat(train.read(2).size()).isEqualTo(Size.of(2));
    assertThat(train.read(2).planes()).isDeepEqualTo(new float[][] {{20, 20, 20, 20}});
    assertThat(data().open(Split.TEST).size()).isEqualTo(2);
  }

  @Test
  void readsBytesAsUnsigned() throws IOException {
    byte[] images = IdxBytes.images(3, 2, 2);
    images[16] = (byte) 255;
    Files.write(folder.resolve("train-images-idx3-ubyte.gz"), IdxBytes.gzip(images));

    assertThat(data().open(Split.TRAIN).read(0).planes()[0][0]).isEqualTo(255f);
  }

  @Test
  void readsPlainFilesAndTheOtherSpelling() throws IOException {
    Files.delete(folder.resolve("train-images-idx3-ubyte.gz"));
    Files.write(folder.resolve("train-images.idx3-ubyte"), IdxBytes.images(3, 2, 2));

    assertThat(data().open(Split.TRAIN).read(1).planes()[0]).containsOnly(10f);
  }

  @Test
  void readsAPlainFileThatIsNamedAsCompressed() throws IOException {
    Files.write(folder.resolve("train-images-idx3-ubyte.gz"), IdxBytes.images(3, 2, 2));

    assertThat(data().open(Split.TRAIN).size()).isEqualTo(3);
  }

  @Test
  void plansWithDeclaredNumbersWhereThereIsNoFolder() throws IOException {
    IdxData data = new IdxData(folder.resolve("none").toString(), 10, 60_000, 10_000, 28);

    assertThat(data.facts()).isEqualTo(new DataFacts(10, 60_000, 10_000, new Shape(1, 28, 28)));
    assertRefused(
        data, "data.root is '", "is not a folder", "dataset-fashion-mnist", "--set data.root=");
  }

  @Test
  void defaultsAreFashionMnist() throws IOException {
    assertThat(IdxData.defaults()).isEqualTo(new IdxData("fashion-mnist", 10, 60_000, 10_000, 28));
  }

  @Test
  void refusesHeadersThatContradictTheRecipeAllAtOnce() {
    IdxData data = new IdxData(folder.toString(), 3, 4, 2, 5);

    assertThatIOException()
        .isThrownBy(data::facts)
        .withMessageContaining("train-images-idx3-ubyte.gz holds 3 images")
        .withMessageContaining("data.trainExamples is 4. Set it to 3.")
        .withMessageContaining("t10k-images-idx3-ubyte.gz holds images of 2x2 pixels")
        .withMessageContaining("data.imageSize is 5");
  }

  @Test
  void readsEmnistUnderItsOwnNames() throws IOException {
    Path emnist = Files.createDirectory(folder.resolve("emnist"));
    for (String file : List.of("images-idx3-ubyte.gz", "labels-idx1-ubyte.gz")) {
      Files.move(folder.resolve("train-" + file), emnist.resolve("emnist-letters-train-" + file));
      Files.move(folder.resolve("t10k-" + file), emnist.resolve("emnist-letters-test-" + file));
    }
    IdxData data = new IdxData(emnist.toString(), 3, 3, 2, 2);

    assertThat(data.open(Split.TRAIN).size()).isEqualTo(3);
    assertThat(data.open(Split.TEST).size()).isEqualTo(2);
    Files.createFile(emnist.resolve("emnist-digits-train-images-idx3-ubyte.gz"));
    assertRefused(
        data, "holds several parts of EMNIST: emnist-digits-, emnist-letters-", "--set data.root=");
  }

  @Test
  void saysThatLabelsCountFromZero() throws IOException {
    Path labels = folder.resolve("train-labels-idx1-ubyte.gz");
    Files.write(labels, IdxBytes.gzip(IdxBytes.labels(1, 3, 2)));

    assertRefused(
        data(),
        "label 1 is 3, but must be below the number of classes, 3. Labels count from 0, and these"
            + " from 1: set data.classes to 4, with a class 0 that has no images, or take 1 from"
            + " each label.");
    assertThat(new IdxData(folder.toString(), 4, 3, 2, 2).open(Split.TRAIN).label(1)).isEqualTo(3);
    Files.write(labels, IdxBytes.gzip(IdxBytes.labels(0, 3, 2)));
    assertThatIOException()
        .isThrownBy(() -> data().open(Split.TRAIN))
        .withMessageEndingWith("must be below the number of classes, 3.");
  }

  /** A header alone, of 1.9 GiB: too little for deflate to make so much of it. */
  @Test
  void refusesAHeaderThatPromisesMoreThanTheFileCanHold() throws IOException {
    byte[] header = Arrays.copyOf(IdxBytes.images(0, 1, 1), 16);
    ByteBuffer.wrap(header).putInt(4, 2_000_000_000);
    byte[] labels = IdxBytes.labels();
    ByteBuffer.wrap(labels).putInt(4, 2_000_000_000);
    IdxData data = new IdxData(folder.toString(), 3, 2_000_000_000, 2, 1);
    for (boolean gzip : List.of(true, false)) {
      Files.write(
          folder.resolve("train-images-idx3-ubyte.gz"), gzip ? IdxBytes.gzip(header) : header);
      Files.write(
          folder.resolve("train-labels-idx1-ubyte.gz"), gzip ? IdxBytes.gzip(labels) : labels);
      Files.write(
          folder.resolve("t10k-images-idx3-ubyte.gz"), IdxBytes.gzip(IdxBytes.images(2, 1, 1)));

      assertRefused(data, "is truncated");
    }
  }

  /** Two megabytes that are two gigabytes: more than the heap of a test. */
  @Test
  void refusesABombBeforeItFillsTheHeap() throws IOException {
    int images = Integer.MAX_VALUE - 8;
    Path file = folder.resolve("train-images-idx3-ubyte.gz");
    ByteBuffer header = ByteBuffer.allocate(16).putInt(0x803).putInt(images).putInt(1).putInt(1);
    byte[] zeros = IdxBytes.gzip(new byte[64 << 20]);
    try (OutputStream out = Files.newOutputStream(file)) {
      // Several archives one behind the other are one.
      out.write(IdxBytes.gzip(header.array()));
      for (int i = 0; i < 33; i++) {
        out.write(zeros);
      }
    }
    IdxFile bomb = IdxFile.of(file);

    assertThat(Files.size(file)).isLessThan(3 << 20);
    assertThatIOException()
        .isThrownBy(() -> bomb.bytes(3))
        .withMessageContaining("train-images-idx3-ubyte.gz holds 2047 MiB, for which the Java heap")
        .withMessageContaining("(TRICKS_JAVA_OPTS=-Xmx8g)");
  }

  @Test
  void refusesAWrongMagicNumber() throws IOException {
    Files.copy(
        folder.resolve("train-labels-idx1-ubyte.gz"), folder.resolve("train-images-idx3-ubyte"));

    assertRefused(data(), "train-images-idx3-ubyte starts with 0x00000801", "0x00000803");
  }

  @Test
  void refusesATruncatedPlainFile() throws IOException {
    byte[] images = IdxBytes.images(3, 2, 2);
    Path file = folder.resolve("train-images-idx3-ubyte");
    Files.write(file, Arrays.copyOf(images, images.length - 1));

    assertRefused(data(), file.toString(), "is truncated");
  }

  @Test
  void refusesATruncatedHeader() throws IOException {
    Path file = folder.resolve("train-images-idx3-ubyte");
    Files.write(file, Arrays.copyOf(IdxBytes.images(3, 2, 2), 10));

    assertRefused(data(), file.toString(), "is truncated");
  }

  @Test
  void refusesATruncatedCompressedFile() throws IOException {
    byte[] images = IdxBytes.gzip(IdxBytes.images(3, 2, 2));
    Path file = folder.resolve("train-images-idx3-ubyte.gz");
    Files.write(file, Arrays.copyOf(images, images.length - 9));

    assertRefused(data(), file.toString(), "is truncated");
  }

  @Test
  void refusesADamagedCompressedFile() throws IOException {
    byte[] images = IdxBytes.gzip(IdxBytes.images(3, 2, 2));
    images[images.length - 6] ^= 1; // in the checksum
    Path file = folder.resolve("train-images-idx3-ubyte.gz");
    Files.write(file, images);

    assertRefused(data(), file.toString(), "is damaged");
  }

  @Test
  void refusesMoreBytesThanDeclared() throws IOException {
    byte[] images = IdxBytes.images(3, 2, 2);
    Path file = folder.resolve("train-images-idx3-ubyte");
    Files.write(file, Arrays.copyOf(images, images.length + 1));

    assertRefused(data(), file.toString(), "more bytes");
  }

  @Test
  void refusesExtentsThatFitNoFile() throws IOException {
    byte[] images = IdxBytes.images(3, 2, 2);
    images[8] = 0x7F;
    Files.write(folder.resolve("train-images-idx3-ubyte"), images);

    assertRefused(data(), "the extent 2130706434 for axis 1", "damaged");
  }

  @Test
  void refusesALabelAtTheNumberOfClasses() throws IOException {
    Files.write(folder.resolve("train-labels-idx1-ubyte.gz"), IdxBytes.labels(0, 2, 3));

    assertRefused(data(), "train-labels-idx1-ubyte.gz", "label 2 is 3", "below", "classes, 3");
  }

  @Test
  void refusesDifferentNumbersOfImagesAndLabels() throws IOException {
    Files.write(folder.resolve("train-labels-idx1-ubyte.gz"), IdxBytes.labels(0, 1));

    assertRefused(data(), "holds 3 images", "holds 2 labels");
  }

  @Test
  void namesTheFileThatIsMissing() throws IOException {
    Files.delete(folder.resolve("t10k-labels-idx1-ubyte.gz"));

    assertThatIOException()
        .isThrownBy(() -> data().facts())
        .withMessageContaining(
            "holds neither t10k-labels-idx1-ubyte nor t10k-labels-idx1-ubyte.gz");
  }

  @Test
  void refusesARootThatIsAFile() {
    Path file = folder.resolve("train-images-idx3-ubyte.gz");

    assertThatIOException()
        .isThrownBy(() -> new IdxData(file.toString(), 3, 3, 2, 2).facts())
        .withMessageContaining("is not a folder");
  }

  @Test
  void refusesValuesOutOfRange() {
    assertThat(new IdxData("x", 2, 1, 1, 1).classes()).isEqualTo(2);
    assertThat(new IdxData("x", 256, 1, 1, 1).classes()).isEqualTo(256);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new IdxData("x", 1, 1, 1, 1))
        .withMessage("classes is 1, but must be 2 to 256");
    assertThatIllegalArgumentException().isThrownBy(() -> new IdxData("x", 257, 1, 1, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> new IdxData("x", 2, 0, 1, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> new IdxData("x", 2, 1, 0, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> new IdxData("x", 2, 1, 1, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> new IdxData(" ", 2, 1, 1, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> new IdxData("\0", 2, 1, 1, 1));
  }
}
