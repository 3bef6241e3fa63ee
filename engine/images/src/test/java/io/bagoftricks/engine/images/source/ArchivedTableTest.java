package io.bagoftricks.engine.images.source;

import static io.bagoftricks.engine.images.source.PixelData.data;
import static io.bagoftricks.engine.images.source.PixelData.image;
import static io.bagoftricks.engine.images.source.PixelData.tar;
import static io.bagoftricks.engine.images.source.PixelData.values;
import static io.bagoftricks.engine.images.source.PixelData.zip;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bagoftricks.api.data.Dataset;
import io.bagoftricks.api.data.Split;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A table inside of an archive is one outside of it. */
final class ArchivedTableTest {
  @TempDir private Path top;
  private Path folder;

  @BeforeEach
  void files() throws IOException {
    folder = Files.createDirectory(top.resolve("set"));
    image(folder, "a/1.png", 1);
    image(folder, "2.png", 2);
    image(folder, "noEnding", 3);
    image(top, "other/4.png", 4);
    Files.write(folder.resolve("empty.png"), new byte[0]);
    table("path,label,split", "2.png,cat,train", "./a/../a/1.png,dog,train", "noEnding,cat,val");
  }

  private void table(String... lines) throws IOException {
    Files.write(folder.resolve("labels.csv"), Arrays.asList(lines));
  }

  /** The name of the table in an archive of all files, below {@code set/}. */
  private String inArchive(String kind) throws IOException {
    if (kind.equals("zip")) {
      return zip(top, "", top.resolve("x.zip")) + "!/set/labels.csv";
    }
    Map<String, byte[]> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(top)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        files.put(top.relativize(file).toString(), Files.readAllBytes(file));
      }
    }
    return tar(top.resolve("x.tar"), files) + "!/set/labels.csv";
  }

  @ParameterizedTest
  @ValueSource(strings = {"zip", "tar"})
  void namesImagesLabelsAndSplits(String kind) throws IOException {
    ImageFolder data = data(inArchive(kind), 0);
    assertThat(data.labelNames()).containsExactly("cat", "dog");
    assertThat(values(data.open(Split.TRAIN))).containsExactly("0:2", "1:1");
    assertThat(values(data.open(Split.VALIDATION))).containsExactly("0:3");
    assertThat(data.facts().trainExamples()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"zip", "tar"})
  void takesTheListOfClassesBesideIt(String kind) throws IOException {
    Files.writeString(folder.resolve("classes.txt"), "dog\ncat\n");
    assertThat(values(data(inArchive(kind), 0).open(Split.TRAIN))).containsExactly("0:1", "1:2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"zip", "tar"})
  void doesNotLeadOutOfItsFolder(String kind) throws IOException {
    table("path,label", "2.png,cat", "../other/4.png,cat", "gone.png,dog", "empty.png,dog");
    try (Dataset images = data(inArchive(kind), 1).open(Split.TRAIN)) {
      assertThat(values(images)).containsExactly("0:2");
      assertThat(images.faults())
          .hasSize(3)
          .anyMatch(
              bad ->
                  bad.endsWith(
                      "!/other/4.png: It lies outside of the table's folder. Put the table above"
                          + " the images."))
          .anyMatch(bad -> bad.endsWith("!/set/gone.png: There is no such file."))
          .anyMatch(bad -> bad.endsWith("!/set/empty.png: The file is empty."));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"zip", "tar"})
  void oneThatIsNotThereIsToldWithThoseThatAre(String kind) throws IOException {
    String name = inArchive(kind).replace("labels", "labelz");
    String archive = name.substring(0, name.indexOf("!/"));
    assertThatThrownBy(() -> data(name, 0).facts())
        .isInstanceOf(IOException.class)
        .hasMessage(
            "data.root is '%s', but %s has no file 'set/labelz.csv'. Tables in it: 'set/labels.csv'."
                .formatted(name, archive));
    assertThatThrownBy(() -> data(archive + "!/set/2.png", 0).facts())
        .hasMessage(
            "data.root is '%s!/set/2.png', but 'set/2.png' is not called as a table, which ends in .csv, .tsv or .tab. For the folders in the archive write '%s'."
                .formatted(archive, archive));
  }

  @Test
  void aFolderOfThatNameIsAFolder() throws IOException {
    Path odd = Files.createDirectories(top.resolve("y.zip!"));
    image(odd, "1.png", 5);
    Files.write(odd.resolve("t.csv"), "path,label\n1.png,a\n".getBytes(StandardCharsets.UTF_8));
    Files.createFile(top.resolve("y.zip"));
    assertThat(values(data(odd.resolve("t.csv"), 0).open(Split.TRAIN))).containsExactly("0:5");
  }

  @ParameterizedTest
  @ValueSource(strings = {"zip", "tar"})
  void atTheTopOfAnArchiveItDoesNotLeadOutEither(String kind) throws IOException {
    Files.writeString(top.resolve("t.csv"), "path,label\nset/2.png,a\n../set/a/1.png,b\n");
    String name = inArchive(kind).replace("set/labels", "t");
    try (Dataset images = data(name, 1).open(Split.TRAIN)) {
      assertThat(values(images)).containsExactly("0:2");
      assertThat(images.faults())
          .singleElement()
          .asString()
          .contains("It lies outside of the table's folder.");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"zip", "tar"})
  void mayBeNamedByAnyPath(String kind) throws IOException {
    for (String other :
        new String[] {"./set/labels.csv", "a/../set//labels.csv", "/set/labels.csv"}) {
      String name = inArchive(kind).replace("set/labels.csv", other);
      assertThat(values(data(name, 0).open(Split.TRAIN))).containsExactly("0:2", "1:1");
    }
  }

  @Test
  void oneThatATarFileRefusesIsToldWithTheReason() throws IOException {
    Files.write(folder.resolve("labels.csv"), new byte[0]);
    String name = inArchive("tar");
    assertThatThrownBy(() -> data(name, 0).facts())
        .isInstanceOf(IOException.class)
        .hasMessage("data.root is '%s', but no table: The file is empty.".formatted(name));
  }

  @Test
  void anArchiveThatIsNotThereOrCompressedIsTold() throws IOException {
    String gone = top.resolve("gone.zip") + "!/labels.csv";
    assertThatThrownBy(() -> data(gone, 0).checked())
        .hasMessage(
            "data.root is '%s', but there is no file '%s', which the table would be in."
                .formatted(gone, top.resolve("gone.zip")));
    Path compressed = Files.write(top.resolve("x.tar.gz"), new byte[] {1});
    assertThatThrownBy(() -> data(compressed + "!/labels.csv", 0).facts())
        .hasMessageContaining("from a file that is compressed as a whole. Unpack it to a .tar");
    Path broken = Files.write(top.resolve("broken.zip"), new byte[] {1});
    assertThatThrownBy(() -> data(broken + "!/labels.csv", 0).facts())
        .hasMessageStartingWith(
            "data.root is '%s!/labels.csv', and %s is a file, but not a zip file that can be read"
                .formatted(broken, broken));
  }

  @Test
  void anArchiveInAFolderThatIsCalledAsOneIsFound() throws IOException {
    Path odd = Files.createDirectory(top.resolve("odd!"));
    Path archive = zip(folder, "", odd.resolve("x.zip"));
    assertThat(values(data(archive + "!/labels.csv", 0).open(Split.TRAIN)))
        .containsExactly("0:2", "1:1");
    assertThat(data(archive + "!/labels.csv", 0).places()).containsExactly(archive);
  }

  @Test
  void tablesThatSystemsHideAreNotNamed() throws IOException {
    Files.createDirectory(folder.resolve("__MACOSX"));
    Files.writeString(folder.resolve("__MACOSX/._labels.csv"), "x");
    Path archive = zip(folder, "", top.resolve("mac.zip"));
    assertThatThrownBy(() -> data(archive + "!/other.csv", 0).facts())
        .hasMessageEndingWith("Tables in it: 'labels.csv'.");
  }

  /** Half a megabyte in the archive, half a gigabyte of empty lines outside of it. */
  @Test
  void oneWithoutAnEndIsRefused() throws IOException {
    Path bomb = top.resolve("bomb.zip");
    byte[] breaks = new byte[1 << 20];
    Arrays.fill(breaks, (byte) '\n');
    try (OutputStream out = Files.newOutputStream(bomb);
        ZipOutputStream entries = new ZipOutputStream(out)) {
      entries.putNextEntry(new ZipEntry("labels.csv"));
      entries.write("path,label\n".getBytes(StandardCharsets.UTF_8));
      for (int i = 0; i < 513; i++) {
        entries.write(breaks);
      }
    }
    assertThatThrownBy(() -> data(bomb + "!/labels.csv", 0).facts())
        .isInstanceOf(IOException.class)
        .hasMessage(
            bomb
                + "!/labels.csv is longer than 512 MiB. Divide it, and its images, into several data"
                + " sets.");
  }
}
