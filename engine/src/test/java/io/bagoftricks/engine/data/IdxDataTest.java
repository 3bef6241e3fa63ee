package io.bagoftricks.engine.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.bagoftricks.api.network.Shape;
import io.bagoftricks.api.network.Size;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
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
