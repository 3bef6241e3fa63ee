package io.bagoftricks.engine.images.source;

import static io.bagoftricks.engine.images.source.PixelData.data;
import static io.bagoftricks.engine.images.source.PixelData.image;
import static io.bagoftricks.engine.images.source.PixelData.pixel;
import static io.bagoftricks.engine.images.source.PixelData.tar;
import static io.bagoftricks.engine.images.source.PixelData.zip;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bagoftricks.api.data.DataSource;
import io.bagoftricks.engine.images.pack.PackOptions;
import io.bagoftricks.engine.images.pack.Packing;
import io.bagoftricks.engine.internal.split.KnownSource;
import io.bagoftricks.engine.problem.ProblemException;
import io.bagoftricks.engine.storage.Disk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sources tell which classes they have no images of, and what would become a part of them. */
final class KnownSourceTest {
  @TempDir private Path folder;

  @Test
  void foldersThatAreNotReadAndPlacesThatAreReadAreKnown() throws IOException {
    Path photos = folder.resolve("photos");
    image(photos, "train/a/1.png", 1);
    image(photos, "train/b/2.png", 2);
    image(photos, "extra/a/3.png", 3);
    image(photos, "runs/r1/evaluation/wrong.png", 4);
    assertThat(data(photos, 0).unusedFolders()).containsExactly("extra");
    assertThat(data(photos, 0).places()).containsExactly(photos);
    Path zip = zip(photos, "", folder.resolve("photos.zip"));
    assertThat(data(zip, 0).unusedFolders()).containsExactly("extra");
    assertThat(data(zip, 0).places()).containsExactly(zip);

    Path one = tar(folder.resolve("part-0.tar"), Map.of("train/a/1.png", pixel(1)));
    Path other = tar(folder.resolve("part-1.tar"), Map.of("train/b/2.png", pixel(2)));
    assertThat(data(folder.resolve("part-{0,1}.tar"), 0).places()).containsExactly(one, other);
    assertThat(data(folder.resolve("none"), 0).places()).isEmpty();

    Path pack = folder.resolve("photos.pack");
    Packing.pack(Disk.local(), data(photos, 1), pack, PackOptions.lossless(), i -> {});
    assertThat(KnownSource.of(DataPath.of(pack.toString())).places()).containsExactly(pack);
  }

  @Test
  void numbersOfDataThatAreNotThereAreAssumedWhereNobodySaysThem() throws IOException {
    Path none = folder.resolve("none");
    assertThat(data(none, 0).assumed())
        .contains(
            "There are no data at data.root, '%s', so ImageNet's numbers are assumed: classes 1000, trainExamples 1281167, testExamples 50000."
                .formatted(none));
    assertThat(
            new ImageFolder(declared(none, Optional.of(10), Optional.of(100L), Optional.empty()))
                .assumed())
        .contains(
            "There are no data at data.root, '%s', so ImageNet's numbers are assumed: testExamples 50000."
                .formatted(none));
    assertThat(
            new ImageFolder(declared(none, Optional.of(10), Optional.of(100L), Optional.of(9L)))
                .assumed())
        .isEmpty();

    Path photos = folder.resolve("photos");
    image(photos, "a/1.png", 1);
    image(photos, "b/2.png", 2);
    assertThat(data(photos, 0).assumed()).isEmpty();
    Path pack = folder.resolve("photos.pack");
    assertThat(pack(pack).assumed())
        .hasValueSatisfying(
            words -> assertThat(words).endsWith("testExamples 50000, imageSize 224."));
    Packing.pack(Disk.local(), data(photos, 1), pack, PackOptions.lossless(), i -> {});
    assertThat(pack(pack).assumed()).isEmpty();
  }

  @Test
  void aClassWithoutAnImageToTrainOnIsKnownWhereverItComesFrom() throws IOException {
    Path photos = folder.resolve("photos");
    image(photos, "train/a/1.png", 1);
    image(photos, "train/b/2.png", 2);
    image(photos, "val/zebra/3.png", 3);
    assertThatThrownBy(() -> untaught(photos)).hasMessageContaining("no such class to learn");
    Files.createDirectory(photos.resolve("train/zebra"));
    assertThat(untaught(photos)).containsExactly("zebra");
    Files.createFile(photos.resolve("train/zebra/empty.png"));
    assertThat(untaught(photos)).containsExactly("zebra");
    Files.writeString(photos.resolve("classes.txt"), "b\nyak\nzebra\na\n");
    assertThat(untaught(photos)).containsExactly("yak", "zebra");

    assertThat(untaught(zip(photos, "", folder.resolve("photos.zip"))))
        .containsExactly("yak", "zebra");
    Path tar =
        tar(
            folder.resolve("photos.tar"),
            Map.of(
                "train/a/1.png",
                pixel(1),
                "train/b/2.png",
                pixel(2),
                "val/a/3.png",
                pixel(3),
                "classes.txt",
                Files.readAllBytes(photos.resolve("classes.txt"))));
    assertThat(untaught(tar)).containsExactly("yak", "zebra");
    Path table =
        Files.writeString(
            photos.resolve("labels.csv"), "path,label\ntrain/a/1.png,a\ntrain/b/2.png,b\n");
    assertThat(untaught(table)).containsExactly("yak", "zebra");
    Files.delete(photos.resolve("classes.txt"));
    Files.writeString(table, "path,label\ntrain/a/1.png,0\ntrain/b/2.png,2\n");
    assertThat(untaught(table)).containsExactly("1");

    Path pack = folder.resolve("photos.pack");
    Packing.pack(Disk.local(), data(photos, 1), pack, PackOptions.lossless(), i -> {});
    assertThat(KnownSource.of(DataPath.of(pack.toString())).untaughtClasses())
        .containsExactly("zebra");
    Files.delete(photos.resolve("train/zebra/empty.png"));
    image(photos, "train/zebra/4.png", 4);
    assertThat(untaught(photos)).isEmpty();
    assertThat(untaught(folder.resolve("none"))).isEmpty();
  }

  @Test
  void aFolderAmongClassesWouldBeOne() throws IOException {
    Path photos = folder.resolve("photos");
    image(photos, "a/1.png", 1);
    image(photos, "b/2.png", 2);
    Path link = Files.createSymbolicLink(folder.resolve("link"), photos);

    assertThat(wouldTake(photos, photos.resolve("runs/1"))).isTrue();
    assertThat(wouldTake(photos, photos.resolve("a/run"))).isTrue();
    assertThat(wouldTake(photos, photos)).isTrue();
    assertThat(wouldTake(photos, link.resolve("run"))).isTrue();
    assertThat(wouldTake(link, photos.resolve("run"))).isTrue();
    assertThat(wouldTake(photos, photos.resolve(".runs/1"))).isFalse();
    assertThat(wouldTake(photos, photos.resolve("../runs/1"))).isFalse();
    assertThat(wouldTake(photos, folder.resolve("photos2"))).isFalse();
    assertThat(wouldTake(folder.resolve("none"), folder.resolve("none/run"))).isFalse();

    image(photos, "train/a/1.png", 1);
    assertThat(wouldTake(photos, photos.resolve("runs/1"))).isFalse();
    assertThat(wouldTake(photos, photos.resolve("train/run"))).isTrue();
    assertThat(wouldTake(photos, photos.resolve("Val/run"))).isTrue();

    Path table = Files.writeString(photos.resolve("labels.csv"), "path,label\na/1.png,a\n");
    assertThat(wouldTake(table, photos.resolve("run"))).isFalse();
    Path shards = Files.createDirectory(folder.resolve("shards"));
    tar(shards.resolve("1.tar"), Map.of("a/1.png", pixel(1)));
    assertThat(wouldTake(shards, shards.resolve("run"))).isTrue();
  }

  @Test
  void aPackInTheFolderThatItIsMadeOfIsRefused() throws IOException {
    image(folder, "a/1.png", 1);
    image(folder, "b/2.png", 2);
    DataSource photos = data(folder, 0);
    Path pack = folder.resolve("deep/photos.pack");
    assertThatThrownBy(
            () -> Packing.pack(Disk.local(), photos, pack, PackOptions.lossless(), i -> {}))
        .isInstanceOf(ProblemException.class)
        .hasMessage(
            pack
                + ": [data/output-inside] This is inside of the folder of images, data.root, so that what is written there would be taken for classes and images. Name a place outside of it as PACK.");
    assertThat(folder.resolve("deep")).doesNotExist();
  }

  private static ImageFolderData declared(
      Path root, Optional<Integer> classes, Optional<Long> train, Optional<Long> test) {
    return new ImageFolderData(root.toString(), classes, train, Optional.empty(), test, 8, 0);
  }

  private static PackSource pack(Path root) {
    return new PackSource(PackData.defaults().lenientAt(root.toString()));
  }

  private static List<String> untaught(Path root) throws IOException {
    return data(root, 1).untaughtClasses();
  }

  private static boolean wouldTake(Path root, Path output) throws IOException {
    return data(root, 1).wouldTake(output);
  }
}
