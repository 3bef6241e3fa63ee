package io.bagoftricks.engine.images.source;

import static io.bagoftricks.engine.images.source.PixelData.tar;
import static io.bagoftricks.engine.images.source.PixelData.zip;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bagoftricks.api.data.DataSource;
import io.bagoftricks.api.data.Dataset;
import io.bagoftricks.api.data.Split;
import io.bagoftricks.engine.images.pack.PackOptions;
import io.bagoftricks.engine.images.pack.Packing;
import io.bagoftricks.engine.storage.Disk;
import io.bagoftricks.engine.toys.OpenFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that data hold open and for how long, and reading from them afterwards. */
final class ClosingTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"folder", "zip", "tar", "pack", "pixels"})
  void nothingIsOpenBeforeAndAfter(String kind) throws IOException {
    DataSource source = DataPath.of(made(kind).toString());
    source.facts();
    source.labelNames();
    OpenFiles.assertNone(folder);
    List<Dataset> opened = new ArrayList<>();
    for (Split split : List.of(Split.TRAIN, Split.TEST, Split.TRAIN)) {
      Dataset images = source.open(split);
      for (int i = 0; i < images.size(); i++) {
        assertThat(images.read(i).planes()).hasNumberOfRows(3);
      }
      assertThat(images.faults()).isEmpty();
      opened.add(images);
    }
    opened.get(0).close();
    opened.get(0).close();
    assertThat(opened.get(2).read(1).planes()).hasNumberOfRows(3);
    opened.forEach(Dataset::close);
    OpenFiles.assertNone(folder);

    Dataset closed = opened.get(2);
    for (int i = 0; i < 2; i++) {
      int image = i;
      assertThatThrownBy(() -> closed.read(image))
          .isInstanceOf(IOException.class)
          .hasMessage("The data set is closed. Read images before, or open it again.");
      assertThatThrownBy(() -> closed.picture(image)).isInstanceOf(IOException.class);
      assertThatThrownBy(() -> closed.stored(image)).isInstanceOf(IOException.class);
    }
    assertThat(closed.faults()).isEmpty();
    try (Dataset again = source.open(Split.TEST)) {
      assertThat(again.read(0).planes()).hasNumberOfRows(3);
    }
    OpenFiles.assertNone(folder);
  }

  /** Or the test above sees nothing. */
  @Test
  void aZipFileIsOpenWhileItIsRead() throws IOException {
    try (Dataset images = DataPath.of(made("zip").toString()).open(Split.TRAIN)) {
      assertThat(images.size()).isEqualTo(10);
      assertThat(OpenFiles.below(folder)).containsExactly(folder.toRealPath() + "/photos.zip");
    }
  }

  @Test
  void dataThatAreRefusedAreNotOpen() throws IOException {
    Path photos = made("folder");
    Files.writeString(photos.resolve("train/cat/0.jpg"), "");
    Path zip = zip(photos, "", folder.resolve("photos.zip"));
    assertThatThrownBy(() -> PixelData.data(zip, 0).open(Split.TRAIN))
        .hasMessageContaining("1 of 10 files are not images");
    Path none = Files.createDirectory(folder.resolve("none"));
    Files.writeString(none.resolve("a.txt"), "");
    Path without = zip(none, "", folder.resolve("none.zip"));
    assertThatThrownBy(() -> PixelData.data(without, 0).facts())
        .hasMessageContaining("has no folders");
    OpenFiles.assertNone(folder);
  }

  private Path made(String kind) throws IOException {
    Path photos = PhotoFolder.in(folder.resolve("photos"));
    return switch (kind) {
      case "zip" -> zip(photos, "", folder.resolve("photos.zip"));
      case "tar" -> tar(folder.resolve("photos.tar"), contents(photos));
      case "pack" -> packed(photos, PackOptions.lossless());
      case "pixels" -> packed(photos, PackOptions.ofPixels());
      default -> photos;
    };
  }

  private Path packed(Path photos, PackOptions options) throws IOException {
    Path pack = folder.resolve("photos.pack");
    DataSource source = DataPath.of(zip(photos, "", folder.resolve("photos.zip")).toString());
    Packing.pack(Disk.local(), source, pack, options, count -> {}, 8000);
    return pack;
  }

  private static Map<String, byte[]> contents(Path photos) throws IOException {
    Map<String, byte[]> contents = new TreeMap<>();
    try (Stream<Path> files = Files.walk(photos)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        contents.put(photos.relativize(file).toString(), Files.readAllBytes(file));
      }
    }
    return contents;
  }
}
