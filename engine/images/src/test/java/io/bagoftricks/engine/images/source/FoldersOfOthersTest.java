package io.bagoftricks.engine.images.source;

import static io.bagoftricks.engine.images.source.PixelData.data;
import static io.bagoftricks.engine.images.source.PixelData.image;
import static io.bagoftricks.engine.images.source.PixelData.pixel;
import static io.bagoftricks.engine.images.source.PixelData.tar;
import static io.bagoftricks.engine.images.source.PixelData.values;
import static io.bagoftricks.engine.images.source.PixelData.zip;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bagoftricks.api.data.Split;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
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

/** Folders, archives and lists of classes as people and their systems make them. */
final class FoldersOfOthersTest {
  @TempDir private Path folder;

  /**
   * As the Finder makes archives; each image is one gray pixel whose value tells it from others.
   */
  @Test
  void foldersThatSystemsMakeAreNoClasses() throws IOException {
    for (String around : List.of("", "photos/", "my/photos/")) {
      for (String split : List.of("", "train/")) {
        Map<String, Integer> files = new TreeMap<>();
        files.put(around + split + "a/1.png", 1);
        files.put(around + split + "b/2.png", 2);
        files.put("__MACOSX/" + around + split + "a/._1.png", 3);
        files.put(around + split + "b/@eaDir/2.png", 4);
        files.put(around + split + "@eaDir/1.png", 5);
        files.put(around + "lost+found/1.png", 6);
        for (Path archive : archives(files)) {
          ImageFolder data = data(archive, 0);
          assertThat(data.labelNames()).as("%s", files).containsExactly("a", "b");
          assertThat(values(data.open(Split.TRAIN))).containsExactly("0:1", "1:2");
        }
      }
    }
  }

  @Test
  void aFolderAroundAnArchiveIsTheOneThatHoldsImages() throws IOException {
    Map<String, Integer> files =
        Map.of("x/photos/train/a/1.png", 1, "x/photos/train/b/2.png", 2, "x/photos/val/b/3.png", 3);
    for (Path archive : archives(files, "docs/readme.txt", "x/scripts/run.py")) {
      ImageFolder data = data(archive, 0);
      assertThat(data.labelNames()).containsExactly("a", "b");
      assertThat(values(data.open(Split.TRAIN))).containsExactly("0:1", "1:2");
      assertThat(values(data.open(Split.VALIDATION))).containsExactly("1:3");
    }
  }

  @Test
  void aListBesideTheFolderAroundAnArchiveIsItsList() throws IOException {
    for (Path archive : archives(Map.of("x/a/1.png", 1, "x/b/2.png", 2), "classes.txt:b\na\n")) {
      assertThat(data(archive, 0).labelNames()).containsExactly("b", "a");
    }
    for (Path archive : archives(Map.of("a/deep/1.png", 1), "classes.txt:b\na\n")) {
      assertThat(values(data(archive, 0).open(Split.TRAIN))).containsExactly("1:1");
    }
  }

  @Test
  void aFolderThatMayBeAClassOrAroundClassesIsRefused() throws IOException {
    for (Path archive : archives(Map.of("a/1.png", 1, "a/x/2.png", 2, "a/y/3.png", 3))) {
      assertThatThrownBy(() -> data(archive, 0).facts())
          .isInstanceOf(IOException.class)
          .hasMessage(
              "All images of %s are in its folder 'a', some in folders there and some not, such as 1.png: it may be a class as well as a folder around classes. Take out those that are not, or add a folder for another class beside it."
                  .formatted(archive));
    }
    for (Path archive : archives(Map.of("a/cover.png", 1, "a/train/y/3.png", 3))) {
      assertThat(data(archive, 0).labelNames()).containsExactly("y");
    }
  }

  @Test
  void aFolderWithSplitsInItIsNoClass() throws IOException {
    image(folder, "photos/train/a/1.png", 1);
    image(folder, "photos/val/a/2.png", 2);
    assertThatThrownBy(() -> data(folder, 0).facts())
        .isInstanceOf(IOException.class)
        .hasMessage(
            "%s has a folder 'photos', which would be a class, but there are folders 'train' and 'val' in it. Name it in data.root if it holds the data; in a zip or tar file, leave out the other folders with images."
                .formatted(folder));
    assertThat(data(folder.resolve("photos"), 0).labelNames()).containsExactly("a");
  }

  @Test
  void splitsMayBeInCapitals() throws IOException {
    image(folder, "Train/a/1.png", 1);
    image(folder, "VAL/a/2.png", 2);
    image(folder, "Test/a/3.png", 3);
    ImageFolder data = data(folder, 0);
    assertThat(data.labelNames()).containsExactly("a");
    assertThat(values(data.open(Split.VALIDATION))).containsExactly("0:2");
    assertThat(values(data.open(Split.TEST))).containsExactly("0:3");

    image(folder, "val/a/4.png", 4);
    assertThatThrownBy(() -> data(folder, 0).facts())
        .hasMessage(
            "%s has both 'VAL' and 'val', which mean the same. Keep one of them."
                .formatted(folder));
  }

  @Test
  void validIsAnotherNameOfValidation() throws IOException {
    image(folder, "train/a/1.png", 1);
    image(folder, "valid/a/2.png", 2);
    assertThat(values(data(folder, 0).open(Split.VALIDATION))).containsExactly("0:2");
  }

  @Test
  void aClassIsListedOnce() throws IOException {
    image(folder, "a/1.png", 1);
    image(folder, "b/2.png", 2);
    Path list = Files.writeString(folder.resolve("classes.txt"), "a\nb\na\n");
    assertThatThrownBy(() -> data(folder, 0).facts())
        .hasMessage(list + " has the class 'a' twice. Take one of the lines out.");
  }

  @Test
  void messagesAboutAZipFileNameIt() throws IOException {
    Path zip = folder.resolve("photos.zip");
    zip(Files.createDirectory(folder.resolve("nothing")), "", zip);
    assertThatThrownBy(() -> data(zip, 0).facts())
        .hasMessage(
            zip
                + " has no folders, but there must be one per class, with images in it, or a table of files and labels, which is read where data.root names it.");

    image(folder, "in/train/a/1.png", 1);
    image(folder, "in/val/b/1.png", 1);
    zip(folder.resolve("in"), "", zip);
    assertThatThrownBy(() -> data(zip, 0).facts())
        .hasMessageStartingWith(zip + "/val has a folder 'b', but there is no such class");

    Files.delete(folder.resolve("in/val/b/1.png"));
    Files.createFile(folder.resolve("in/train/a/2.png"));
    Files.writeString(folder.resolve("in/train/a/3.png"), "no image");
    zip(folder.resolve("in"), "", zip);
    var images = data(zip, 1).open(Split.TRAIN);
    assertThat(values(images)).containsExactly("0:1", "0:1");
    assertThat(images.faults())
        .hasSize(2)
        .contains(zip + "!/train/a/2.png: The file is empty.")
        .anyMatch(fault -> fault.startsWith(zip + "!/train/a/3.png: The file is not an image"));
  }

  @Test
  void aListOfClassesMayHaveAByteOrderMark() throws IOException {
    image(folder, "a/1.png", 1);
    image(folder, "b/2.png", 2);
    Files.writeString(folder.resolve("classes.txt"), "\uFEFFb\r\na\r\n");
    assertThat(data(folder, 0).labelNames()).containsExactly("b", "a");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ISO-8859-1", "UTF-16", "UTF-16LE", "UTF-16BE"})
  void aListOfClassesMustBeInUtf8(Charset charset) throws IOException {
    image(folder, "caf\u00e9/1.png", 1);
    Files.write(folder.resolve("classes.txt"), "caf\u00e9\nbar\n".getBytes(charset));
    Path table = Files.writeString(folder.resolve("t.csv"), "path,label\ncaf\u00e9/1.png,bar\n");
    for (Path root : List.of(folder, table)) {
      assertThatThrownBy(() -> data(root, 0).facts())
          .isInstanceOf(IOException.class)
          .hasMessage(folder.resolve("classes.txt") + " is not a text in UTF-8. Save it as UTF-8.");
    }
  }

  /**
   * The same in a zip and in a tar file; texts are names, perhaps with a colon and what they say.
   */
  private List<Path> archives(Map<String, Integer> images, String... texts) throws IOException {
    Path work = Files.createTempDirectory(folder, "archive");
    Map<String, byte[]> files = new TreeMap<>();
    images.forEach((name, value) -> files.put(name, pixel(value)));
    Stream.of(texts)
        .map(text -> (text + ":").split(":", 3))
        .forEach(text -> files.put(text[0], text[1].getBytes(StandardCharsets.UTF_8)));
    List<Path> archives = new ArrayList<>();
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      Path copy = work.resolve("in").resolve(file.getKey());
      Files.createDirectories(copy.getParent());
      Files.write(copy, file.getValue());
    }
    archives.add(zip(work.resolve("in"), "", work.resolve("photos.zip")));
    archives.add(tar(work.resolve("photos.tar"), files));
    return archives;
  }
}
