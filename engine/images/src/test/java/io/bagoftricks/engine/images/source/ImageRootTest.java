package io.bagoftricks.engine.images.source;

import static io.bagoftricks.engine.images.source.PixelData.data;
import static io.bagoftricks.engine.images.source.PixelData.image;
import static io.bagoftricks.engine.images.source.PixelData.pixel;
import static io.bagoftricks.engine.images.source.PixelData.put;
import static io.bagoftricks.engine.images.source.PixelData.tar;
import static io.bagoftricks.engine.images.source.PixelData.values;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables and tar files as data. Each image is one gray pixel whose value tells it from others. */
final class ImageRootTest {
  @TempDir private Path folder;

  @Test
  void aTableNamesImagesLabelsAndSplits() throws IOException {
    image(folder, "deep/1.png", 1);
    image(folder, "a,b.png", 2);
    image(folder, "3.png", 3);
    Path table =
        text(
            "labels.csv",
            "\uFEFFSplit,LABEL,note,path|train,zebra,,deep/1.png|train,ant,\"two|lines\",\"a,b.png\"\r||val,zebra,,./deep/../3.png"
                .replace('|', '\n'));

    ImageFolder data = data(table, 0);

    assertThat(data.labelNames()).containsExactly("ant", "zebra");
    assertThat(values(data.open(Split.TRAIN))).containsExactly("0:2", "1:1");
    assertThat(values(data.open(Split.VALIDATION))).containsExactly("1:3");
    assertThat(data.facts().testExamples()).isZero();
  }

  /** Number 10 comes after number 2, and a number that no image has keeps its place. */
  @Test
  void labelsThatAreNumbersAreTheLabels() throws IOException {
    image(folder, "1.png", 1);
    image(folder, "2.png", 2);
    Path table = text("labels.tsv", "path\tlabel\n1.png\t10\n2.png\t2\n");
    assertThat(data(table, 0).facts().classes()).isEqualTo(11);
    assertThat(values(data(table, 0).open(Split.TRAIN))).containsExactly("2:2", "10:1");

    text("classes.txt", "b\na\n2\nx\ny\nz\nk\nl\nm\nn\no\n");
    assertThat(data(table, 0).labelNames()).startsWith("b", "a", "2").hasSize(11);
    assertThat(values(data(table, 0).open(Split.TRAIN))).containsExactly("2:2", "10:1");
  }

  @Test
  void aWrongRowIsNamedByItsLine() throws IOException {
    image(folder, "1.png", 1);
    image(folder, "2.png", 2);
    assertFault("file,label\n1.png,a\n", "has no column 'path'", "It reads: file,label");
    assertFault("path;label\n1.png;a\n", "has no column 'path'", "with commas between them");
    assertFault("path,label\n1.png,a\n2.png\n", "line 3: there are 1 values, but 2 columns");
    assertFault("path,label\n1.png,a\n2.png,\n", "line 3: the label is empty");
    assertFault(
        "path,label\n1.png,a\n2.png,b\n./x/../1.png,b\n",
        "line 4: './x/../1.png' is in line 2 already. Keep one of them");
    assertFault(
        "path,label,split\n1.png,a,train\n2.png,b,dev\n",
        "line 3: the split is 'dev', but must be train, training, val, valid, validation, test or testing.");
    assertFault(
        "path,label,split\n1.png,a,train\n2.png,b,test\n",
        "line 3: the label is 'b', but there is no such class to learn: a.");
    assertFault("path,label\n1.png,a\n2.png,\"b\n", "is not a table that can be read");
    assertFault("path,label,split\n1.png,a,test\n", "has no images to train on, but 1 of other");
    assertFault("path,label\n1.png,99999\n", "the label is 99999, but numbers of classes must be");
    Path table = folder.resolve("latin.csv");
    Files.write(table, "path,label\n1.png,caf\u00e9\n".getBytes(StandardCharsets.ISO_8859_1));
    assertThatThrownBy(() -> data(table, 0).facts()).hasMessageContaining("Save it as UTF-8.");
  }

  @Test
  void whatATableNamesOutsideOfItsFolderIsNotRead() throws IOException {
    image(folder, "in/1.png", 1);
    image(folder, "out.png", 2);
    Files.createSymbolicLink(folder.resolve("in/link.png"), folder.resolve("out.png"));
    Path table =
        text(
            "in/labels.csv",
            "path,label|1.png,a|../out.png,a|link.png,a|none.png,a|%s,a|"
                .formatted(folder.resolve("out2.png"))
                .replace('|', '\n'));

    Dataset images = data(table, 1).open(Split.TRAIN);

    assertThat(values(images)).containsExactly("0:1");
    assertThat(images.faults())
        .containsExactly(
            folder.resolve("out.png")
                + ": It lies outside of the table's folder. Put the table above the images.",
            folder.resolve("in/link.png") + ": It is a link that leads out of the folder.",
            folder.resolve("in/none.png") + ": There is no such file.",
            folder.resolve("out2.png")
                + ": It lies outside of the table's folder. Put the table above the images.");
  }

  /** As the folder that it was made of; with a folder around everything and without. */
  @Test
  void aTarFileIsReadAsTheFolderInIt() throws IOException {
    for (String around : List.of("", "./", "photos/")) {
      Map<String, byte[]> files = new LinkedHashMap<>();
      files.put(around + "val/b/3.png", pixel(3));
      files.put(around + "train/b/" + "long".repeat(60) + "/2.png", pixel(2));
      files.put(around + "train/a/1.png", pixel(1));
      files.put(around + "train/a/._1.png", "mac".getBytes(StandardCharsets.UTF_8));
      files.put(around + "train/a/1.txt", "no image".getBytes(StandardCharsets.UTF_8));
      Path tar = tar(folder.resolve("photos.tar"), files);

      ImageFolder data = data(tar, 0);

      assertThat(data.labelNames()).containsExactly("a", "b");
      assertThat(values(data.open(Split.TRAIN))).containsExactly("0:1", "1:2");
      assertThat(values(data.open(Split.VALIDATION))).containsExactly("1:3");
    }
  }

  @Test
  void severalTarFilesAreOneFolder() throws IOException {
    tar(folder.resolve("part-1.tar"), Map.of("a/1.png", pixel(1)));
    tar(folder.resolve("part-2.tar"), Map.of("b/2.png", pixel(2)));
    assertThat(values(data(folder, 0).open(Split.TRAIN))).containsExactly("0:1", "1:2");
    tar(folder.resolve("part-3.tar"), Map.of("b/2.png", pixel(3)));
    assertThatThrownBy(() -> data(folder, 0).facts())
        .hasMessageContaining("are two images of one name");
  }

  @Test
  void shardsOfAWebDatasetAreGroupedByTheirKeys() throws IOException {
    Map<String, byte[]> first = new LinkedHashMap<>();
    first.put("x/000.cls", bytes("1\n"));
    first.put("x/000.png", pixel(1));
    first.put("x/000.txt", bytes("a caption"));
    first.put("x/001.seg.png", pixel(9));
    first.put("x/001.PNG", pixel(2));
    first.put("x/001.json", bytes("{\"url\": \"-\", \"label\": 0}"));
    tar(folder.resolve("train-00.tar"), first);
    tar(folder.resolve("train-01.tar"), Map.of("x/000.png", pixel(3), "x/000.cls", bytes("1")));
    tar(folder.resolve("val-00.tar"), Map.of("x/000.png", pixel(4), "x/000.cls", bytes("0")));

    for (String root :
        List.of(
            folder.toString(),
            folder + "/{train-{00..01},val-00}.tar",
            folder + "/*-0?.tar",
            folder + "/[tv]*.tar")) {
      ImageFolder data = data(root, 0);
      assertThat(values(data.open(Split.TRAIN))).containsExactly("0:2", "1:1", "1:3");
      assertThat(values(data.open(Split.VALIDATION))).containsExactly("0:4");
    }
    assertThat(values(data(folder + "/train-{00..01}.tar", 0).open(Split.TRAIN))).hasSize(3);
    assertThatThrownBy(() -> data(folder + "/train-{00..02}.tar", 0).facts())
        .hasMessageContaining("but there is no file " + folder.resolve("train-02.tar"));
    assertThatThrownBy(() -> data(folder + "/train-{02..01}.tar", 0).facts())
        .hasMessageContaining("{02..01} is not a range");
    assertThatThrownBy(() -> data(folder + "/none-*.tar", 0).open(Split.TRAIN))
        .hasMessageContaining("but there is no file of such a name");
  }

  @Test
  void anExampleNeedsOneImageAndALabel() throws IOException {
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("0.png", pixel(1));
    files.put("1.cls", bytes("1"));
    Path tar = tar(folder.resolve("x.tar"), files);
    assertThatThrownBy(() -> data(tar, 0).facts()).hasMessageContaining("!/0.png has no label");
    files.put("0.jpg", pixel(1));
    tar(folder.resolve("x.tar"), files);
    assertThatThrownBy(() -> data(tar, 0).facts())
        .hasMessageContaining("two images of one example");
    files.remove("0.jpg");
    files.put("0.json", bytes("{\"label\": 0.5}"));
    tar(folder.resolve("x.tar"), files);
    assertThatThrownBy(() -> data(tar, 0).facts())
        .hasMessageContaining("0.json: there is no label in it");
    files.put("0.json", bytes("{"));
    tar(folder.resolve("x.tar"), files);
    assertThatThrownBy(() -> data(tar, 0).facts()).hasMessageContaining("it is not JSON");
    files.put("0.cls", new byte[(1 << 20) + 1]);
    tar(folder.resolve("x.tar"), files);
    assertThatThrownBy(() -> data(tar, 0).facts())
        .hasMessageContaining("0.cls has 1048577 bytes, but a label may have at most 1048576.");
  }

  /** Wherever it is cut off, it is refused, or is the tar file without its last blocks of zeros. */
  @Test
  void aTarFileThatIsCutOffIsRefused() throws IOException {
    Path tar = tar(folder.resolve("x.tar"), Map.of("a/1.png", pixel(1)));
    byte[] whole = Files.readAllBytes(tar);
    for (int length : List.of(0, 1, 511, 512, 513, 530)) {
      Files.write(tar, Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> data(tar, 0).facts())
          .as("%s bytes", length)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("is not a tar file that can be read, or it is cut off");
    }
    Files.write(tar, bytes("no tar file".repeat(100)));
    assertThatThrownBy(() -> data(tar, 0).facts()).hasMessageContaining("is not a tar file");
    Files.move(tar, folder.resolve("x.tar.gz"));
    assertThatThrownBy(() -> data(folder.resolve("x.tar.gz"), 0).facts())
        .hasMessageContaining("Unpack it to a .tar with gunzip");
  }

  @Test
  void linksAndNamesThatLeadOutOfATarFileAreLeftOut() throws IOException {
    Path tar = folder.resolve("x.tar");
    try (OutputStream out = Files.newOutputStream(tar);
        TarArchiveOutputStream entries = new TarArchiveOutputStream(out)) {
      put(entries, "a/1.png", pixel(1));
      put(entries, "a/empty.png", new byte[0]);
      put(entries, "a/../../../2.png", pixel(2));
      TarArchiveEntry link = new TarArchiveEntry("a/link.png", TarConstants.LF_SYMLINK);
      link.setLinkName("/etc/hostname");
      entries.putArchiveEntry(link);
      entries.closeArchiveEntry();
    }
    Dataset images = data(tar, 1).open(Split.TRAIN);
    assertThat(values(images)).containsExactly("0:1");
    assertThat(images.faults())
        .hasSize(3)
        .anyMatch(fault -> fault.contains("link.png: It is a link"))
        .anyMatch(fault -> fault.contains("2.png: Its name leads out of the tar file."))
        .anyMatch(fault -> fault.contains("empty.png: The file is empty."));
  }

  /** Links inside the folder are followed as far as classes. */
  @Test
  void aClassMayBeALinkWithinTheFolder() throws IOException {
    image(folder, "train/a/1.png", 1);
    Files.createSymbolicLink(folder.resolve("train/b"), folder.resolve("train/a"));
    Files.createSymbolicLink(folder.resolve("train/a/loop"), folder.resolve("train"));
    assertThat(values(data(folder, 0).open(Split.TRAIN))).containsExactly("0:1", "1:1");
  }

  private void assertFault(String table, String... messages) throws IOException {
    Path file = text("wrong.csv", table);
    for (String message : messages) {
      assertThatThrownBy(() -> data(file, 0).facts())
          .as(table)
          .isInstanceOf(IOException.class)
          .hasMessageContaining(message);
    }
  }

  private Path text(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
