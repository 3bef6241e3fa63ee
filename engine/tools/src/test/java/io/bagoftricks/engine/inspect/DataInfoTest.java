package io.bagoftricks.engine.inspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.bagoftricks.engine.images.pack.PackOptions;
import io.bagoftricks.engine.images.pack.Packing;
import io.bagoftricks.engine.images.source.DataPath;
import io.bagoftricks.engine.storage.Disk;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DataInfoTest {
  @TempDir private Path root;

  /**
   * Two pictures to train on, by hand: one all red 100, one half red 200 and half 0, so each has a
   * red mean of 100, and their squares have means of 10,000 and 20,000: 5,000 is the variance.
   */
  @Test
  void statisticsGiveEveryPictureTheSameWeight() throws IOException {
    picture("train/a/1.png", 1, 1, 100, 0, 50);
    picture("train/b/2.png", 4, 2, 200, 0, 50);
    BufferedImage half = ImageIO.read(root.resolve("train/b/2.png").toFile());
    for (int x = 0; x < 4; x++) {
      half.setRGB(x, 0, 50);
    }
    ImageIO.write(half, "png", root.resolve("train/b/2.png").toFile());
    picture("test/a/3.png", 3, 3, 7, 7, 7);

    AtomicInteger steps = new AtomicInteger();
    DataInfo info = DataInfo.of(DataPath.of(root.toString()), steps::incrementAndGet);

    assertThat(steps).hasValue(3);
    assertThat(info.mean()).containsExactly(100.0, 0.0, 50.0);
    assertThat(info.standardDeviation().get(0)).isCloseTo(Math.sqrt(5000), within(1e-9));
    assertThat(info.standardDeviation().subList(1, 3)).containsExactly(0.0, 0.0);
    assertThat(info.width()).isEqualTo(new LengthRange(1, 3, 4));
    assertThat(info.height()).isEqualTo(new LengthRange(1, 2, 3));
    assertThat(info.formats()).containsOnlyKeys("PNG").containsEntry("PNG", 3L);
    assertThat(info.gray()).isEqualTo(1);
    assertThat(info.splits())
        .containsExactly(
            new SplitInfo("train", 2, List.of(1L, 1L)), new SplitInfo("test", 1, List.of(1L, 0L)));
    assertThat(info.duplicates()).isEmpty();
    assertThat(DataInfoText.warnings(info)).isEmpty();
  }

  /** A copy in another format is the same picture; one pixel more is another. */
  @Test
  void aPictureOfTwoSplitsOrClassesIsAWarning() throws IOException {
    picture("train/a/1.png", 2, 2, 9, 9, 9);
    picture("train/a/2.png", 2, 3, 9, 9, 9);
    picture("train/b/3.bmp", 2, 2, 9, 9, 9);
    picture("test/a/4.png", 2, 2, 9, 9, 9);
    picture("test/b/5.png", 2, 2, 8, 9, 9);

    DataInfo info = DataInfo.of(DataPath.of(root.toString()), () -> {});

    assertThat(info.duplicates()).hasSize(1);
    assertThat(info.duplicates().get(0).images())
        .extracting(Duplicate.Place::split)
        .containsExactly("train", "train", "test");
    assertThat(DataInfoText.warnings(info))
        .hasSize(2)
        .anyMatch(
            one ->
                one.startsWith("[data/leak] 1 of 2 pictures of 'test' (50.0 %) are in 'train' too"))
        .anyMatch(one -> one.startsWith("[data/two-labels] 1 pictures are in more than one class"));
    assertThat(DataInfoText.of(info))
        .anyMatch(
            line ->
                line.contains(
                    "1 pictures are there more than once, 1 of them IN MORE THAN ONE SPLIT"));
  }

  @Test
  void classesWithoutPicturesToTrainOnAreAWarning() throws IOException {
    picture("train/a/1.png", 2, 2, 1, 1, 1);
    picture("train/b/2.png", 2, 2, 2, 1, 1);
    picture("val/c/3.png", 2, 2, 3, 1, 1);
    Files.createDirectory(root.resolve("train/c"));

    DataInfo info = DataInfo.of(DataPath.of(root.toString()), () -> {});

    assertThat(DataInfoText.warnings(info))
        .singleElement()
        .asString()
        .startsWith("[data/empty-class] 1 of 3 classes have no image to train on")
        .contains("all the same: c. Add images of them to train");
  }

  @Test
  void foldersOfPicturesThatAreNoSplitAreAWarning() throws IOException {
    picture("training/a/1.png", 2, 2, 1, 1, 1);
    picture("training/b/2.png", 2, 2, 2, 1, 1);
    picture("Testing/a/3.png", 2, 2, 3, 1, 1);
    picture("hold-out/a/4.png", 2, 2, 4, 1, 1);
    picture("runs/r1/evaluation/wrong.png", 2, 2, 5, 1, 1);

    DataInfo info = DataInfo.of(DataPath.of(root.toString()), () -> {});

    assertThat(info.splits()).extracting(SplitInfo::split).containsExactly("train", "test");
    assertThat(DataInfoText.warnings(info))
        .singleElement()
        .asString()
        .isEqualTo(
            "[data/unused-folder] Images of these classes are not used, since their folders are not called as a split (train, val, test): 'hold-out'. Rename one that is to be a split; leave or take away the others.");
  }

  /** None is hidden by the one that stands in for it in a run. */
  @Test
  void everyFileThatCannotBeReadIsNamed() throws IOException {
    picture("train/a/1.png", 2, 2, 1, 1, 1);
    Files.writeString(root.resolve("train/a/2.jpg"), "no image");
    Files.createFile(root.resolve("train/a/3.jpg"));
    picture("train/b/4.png", 2, 2, 2, 1, 1);

    DataInfo info = DataInfo.of(DataPath.of(root.toString()), () -> {});

    assertThat(info.unreadable())
        .hasSize(2)
        .anyMatch(
            one -> one.startsWith(root.resolve("train/a/2.jpg") + ": The file is not an image"))
        .contains(root.resolve("train/a/3.jpg") + ": The file is empty.");
    assertThat(info.duplicates()).isEmpty();
    assertThat(info.mean().get(0)).isEqualTo(1.5);
  }

  @Test
  void anImageOfAPackThatCannotBeReadIsNamed(@TempDir Path elsewhere) throws IOException {
    picture("train/a/1.png", 2, 2, 1, 1, 1);
    Files.writeString(root.resolve("train/a/2.jpg"), "no image");
    picture("train/b/4.png", 2, 2, 2, 1, 1);
    Path pack = elsewhere.resolve("photos.pack");
    Packing.pack(
        Disk.local(), DataPath.of(root.toString()), pack, PackOptions.lossless(), count -> {});
    Path segment = pack.resolve("00000.segment");
    byte[] bytes = Files.readAllBytes(segment);
    bytes[bytes.length - 9] ^= 1;
    Files.write(segment, bytes);

    assertThat(DataInfo.of(DataPath.of(pack.toString()), () -> {}).unreadable())
        .anyMatch(one -> one.startsWith(pack + "!/b/4.png: It is damaged: its bytes are not"))
        .allMatch(one -> one.startsWith(pack + "!/"));
  }

  private void picture(String name, int width, int height, int red, int green, int blue)
      throws IOException {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < width * height; i++) {
      image.setRGB(i % width, i / width, red << 16 | green << 8 | blue);
    }
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    ImageIO.write(image, name.substring(name.length() - 3), file.toFile());
  }
}
