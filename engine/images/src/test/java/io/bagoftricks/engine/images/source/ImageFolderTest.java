package io.bagoftricks.engine.images.source;

import static io.bagoftricks.engine.images.source.PixelData.data;
import static io.bagoftricks.engine.images.source.PixelData.image;
import static io.bagoftricks.engine.images.source.PixelData.pixel;
import static io.bagoftricks.engine.images.source.PixelData.values;
import static io.bagoftricks.engine.images.source.PixelData.zip;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.bagoftricks.api.data.DataFacts;
import io.bagoftricks.api.data.Dataset;
import io.bagoftricks.api.data.Split;
import io.bagoftricks.engine.images.ImageDecoder;
import io.bagoftricks.engine.images.ImageRules;
import io.bagoftricks.engine.images.PathFile;
import io.bagoftricks.engine.images.SystemFaultException;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each image is one gray pixel whose value tells it from others. */
final class ImageFolderTest {
  private static final Path AWKWARD = Path.of("../../../shared/data/awkward");

  @TempDir private Path root;

  @Test
  void takesSplitsAndClassesFromFoldersInTheOrderOfTheirNames() throws IOException {
    image(root, "train/Zebra/b.png", 2);
    image(root, "train/Zebra/a.PNG", 1);
    image(root, "train/ant/deep/c.png", 4);
    image(root, "train/ant/x.png", 3);
    image(root, "val/ant/v.png", 5);
    image(root, "test/Zebra/t.png", 6);
    image(root, "elsewhere/ant/n.png", 7);
    image(root, "train/ant/.hidden.png", 8);
    image(root, "train/.cache/h.png", 9);
    Files.writeString(root.resolve("train/ant/readme.txt"), "no image");

    ImageFolder folder = folder();

    assertThat(folder.labelNames()).containsExactly("Zebra", "ant");
    DataFacts facts = folder.facts();
    assertThat(facts.classes()).isEqualTo(2);
    assertThat(facts.trainExamples()).isEqualTo(4);
    assertThat(facts.validationExamples()).isEqualTo(1);
    assertThat(facts.testExamples()).isEqualTo(1);
    assertThat(facts.image()).hasToString("3x8x8");
    assertThat(values(folder.open(Split.TRAIN))).containsExactly("0:1", "0:2", "1:4", "1:3");
    assertThat(values(folder.open(Split.VALIDATION))).containsExactly("1:5");
    assertThat(values(folder.open(Split.TEST))).containsExactly("0:6");
  }

  @Test
  void aZipFileOfDeepNamesIsRefused() throws IOException {
    Path file = root.resolve("deep.zip");
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(file))) {
      out.putNextEntry(new ZipEntry("a/".repeat(32_000) + "1.png"));
      out.write(pixel(1));
    }

    assertThatThrownBy(() -> data(file, 0).facts())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("is a file, but not a zip file that can be read (a/a/a/")
        .hasMessageContaining(
            "Its name has 64005 characters in 32000 folders, and may have at most 4096 in 100.");
  }

  @Test
  void aTableWithAColumnTwiceIsRefused() throws IOException {
    image(root, "1.png", 1);
    for (String header : List.of("path,label,path", "path,label,Label", "path,label,x,x")) {
      String row = "1.png,a" + ",b".repeat(header.split(",").length - 2);
      Path table = Files.writeString(root.resolve("labels.csv"), header + "\n" + row + "\n");
      String twice = header.substring(header.lastIndexOf(',') + 1);

      assertThatThrownBy(() -> data(table, 0).facts())
          .isInstanceOf(IOException.class)
          .hasMessageContaining(
              "has the column '%s' twice. Rename one of them, or take it out.".formatted(twice));
    }
  }

  /** The system fails, which reads no other file either; the image may be whole. */
  @Test
  void aFaultOfTheSystemIsNoBadFile() throws IOException {
    Path noMemory = Path.of("/proc/self/mem"); // cannot be read at its beginning
    assumeTrue(Files.isReadable(noMemory));
    image(root, "a/2.png", 2);
    FolderListing listing =
        new FolderListing(
            List.of("a"),
            Map.of(
                Split.TRAIN,
                new FolderListing.Part(
                    List.of(
                        new FolderListing.Entry(new TarredFile(noMemory, "1.png", 0, 100), 0),
                        new FolderListing.Entry(new PathFile(root.resolve("a/2.png")), 0)),
                    List.of())));
    try (FolderImages images =
        FolderImages.open(listing, Split.TRAIN, new ImageDecoder(3, ImageRules.defaults()), 1)) {
      assertThatThrownBy(() -> images.read(0))
          .isInstanceOf(IOException.class)
          .hasMessage(
              "/proc/self/mem!/1.png could not be read: Input/output error. Nothing is known to be"
                  + " wrong with the image: when the cause is gone (a disk, a network, the limit of"
                  + " open files), go on.");
      assertThat(images.faults()).isEmpty();
    }
    PathFile tooLong = new PathFile(root.resolve("x".repeat(300)));
    assertThatThrownBy(tooLong::open)
        .isInstanceOf(SystemFaultException.class)
        .hasMessageContaining("could not be read: File name too long. Nothing");
  }

  /** Wrong bytes of an archive are the fault of the image; what the system does not read is not. */
  @Test
  void wrongBytesOfAnArchiveAreNoFaultOfTheSystem() {
    for (IOException wrong : List.of(new ZipException("invalid loc"), new EOFException())) {
      assertThat(SystemFaultException.unlessOfBytes("a.zip!/1.png", wrong)).isSameAs(wrong);
    }
    assertThat(SystemFaultException.unlessOfBytes("a.zip!/1.png", new IOException("bad sector")))
        .isInstanceOf(SystemFaultException.class)
        .hasMessageStartingWith("a.zip!/1.png could not be read: bad sector.");
  }

  @Test
  void classesAloneAreAllForTraining() throws IOException {
    image(root, "a/1.png", 1);
    image(root, "b/2.png", 2);
    assertThat(values(folder().open(Split.TRAIN))).containsExactly("0:1", "1:2");
    assertThat(folder().facts().validationExamples()).isZero();
  }

  @Test
  void aListNamesTheClassesInItsOrder() throws IOException {
    image(root, "train/a/1.png", 1);
    image(root, "train/b/2.png", 2);
    Files.writeString(root.resolve("classes.txt"), "b\nnever seen\n\na\n");
    assertThat(folder().labelNames()).containsExactly("b", "never seen", "a");
    assertThat(values(folder().open(Split.TRAIN))).containsExactly("0:2", "2:1");

    Files.writeString(root.resolve("classes.txt"), "b\n");
    assertThatThrownBy(() -> folder().facts())
        .hasMessageContaining(
            "has a folder 'a', which classes.txt does not name. Add a line to it, or take the"
                + " folder away.");
  }

  /** The same bits, with a folder around everything and without. */
  @Test
  void aZipFileIsReadAsTheFolderInIt() throws IOException {
    image(root, "data/train/a/1.png", 1);
    image(root, "data/train/b/2.png", 2);
    image(root, "data/val/b/3.png", 3);
    Path wrapped = zip(root.resolve("data"), "data/", root.resolve("wrapped.zip"));
    Path plain = zip(root.resolve("data"), "", root.resolve("plain.zip"));

    for (Path file : List.of(wrapped, plain)) {
      ImageFolder folder = data(file, 0.5);
      assertThat(folder.labelNames()).containsExactly("a", "b");
      assertThat(values(folder.open(Split.TRAIN))).containsExactly("0:1", "1:2");
      assertThat(values(folder.open(Split.VALIDATION))).containsExactly("1:3");
    }
    Files.writeString(plain, "PK no zip");
    assertThatThrownBy(() -> data(plain, 0.5).facts())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("is a file, but not a zip file that can be read");
  }

  /** As timm does; a class is a ring. */
  @Test
  void whatCannotBeDecodedIsReplacedByTheNextOfItsClass() throws IOException {
    image(root, "train/a/1.png", 1);
    damaged("train/a/2.png");
    damaged("train/a/3.jpg");
    image(root, "train/b/4.png", 4);
    damaged("train/b/5.png");
    Dataset images = data(root, 1).open(Split.TRAIN);

    assertThat(values(images)).containsExactly("0:1", "0:1", "0:1", "1:4", "1:4");
    assertThat(values(images)).containsExactly("0:1", "0:1", "0:1", "1:4", "1:4");
    assertThat(images.faults())
        .hasSize(3)
        .allMatch(one -> one.contains("not an image that can be read"))
        .anyMatch(one -> one.startsWith(root.resolve("train/a/3.jpg").toString()));
  }

  @Test
  void aClassWithoutAnImageEndsTheRun() throws IOException {
    image(root, "train/a/1.png", 1);
    damaged("train/b/2.png");
    Dataset images = data(root, 1).open(Split.TRAIN);
    assertThatThrownBy(() -> images.read(1))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(
            "[data/no-good-file] No file of class 'b' is an image that can be read. Replace them, or take the class"
                + " away: "
                + root.resolve("train/b/2.png"));
  }

  @Test
  void tooManyBadFilesEndTheRunAndAreNamed() throws IOException {
    for (int i = 0; i < 8; i++) {
      image(root, "train/a/" + i + ".png", i);
    }
    damaged("train/a/8.png");
    damaged("train/a/9.png");

    assertThat(values(data(root, 0.2).open(Split.TRAIN))).hasSize(10);
    assertThatThrownBy(() -> values(data(root, 0.19).open(Split.TRAIN)))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(
            "[data/too-many-bad] At least 2 of 10 files are not images that can be read, which is more than"
                + " data.maxBadFraction, 0.19, allows; 'tricks data info' of this data finds all of them."
                + " Add --set data.maxBadFraction=0.2000, or more where there are more, or, before a run"
                + " begins, replace or delete them: ")
        .hasMessageContaining("8.png: The file is not an image")
        .hasMessageContaining("9.png: The file is not an image");
  }

  /** Seen without opening a file: they are not among the images at all. */
  @Test
  void emptyFilesAndLinksThatLeadOutAreLeftOut() throws IOException {
    image(root, "train/a/1.png", 1);
    image(root, "train/b/2.png", 2);
    Files.createFile(root.resolve("train/a/empty.png"));
    Path outside = Files.createTempFile("outside", ".png");
    try {
      Files.write(outside, pixel(9));
      Files.createSymbolicLink(root.resolve("train/a/out.png"), outside);
      Files.createSymbolicLink(root.resolve("train/a/nowhere.png"), root.resolve("none.png"));
      Files.createSymbolicLink(root.resolve("train/a/twice.png"), root.resolve("train/a/1.png"));

      Dataset images = data(root, 1).open(Split.TRAIN);

      assertThat(values(images)).containsExactly("0:1", "0:1", "1:2");
      assertThat(images.faults())
          .containsExactly(
              root.resolve("train/a/empty.png") + ": The file is empty.",
              root.resolve("train/a/nowhere.png") + ": It is a link to nothing.",
              root.resolve("train/a/out.png") + ": It is a link that leads out of the folder.");
      assertThatThrownBy(() -> data(root, 0.4).open(Split.TRAIN))
          .hasMessageContaining("3 of 6 files are not images that can be read");
    } finally {
      Files.delete(outside);
    }
  }

  @Test
  void aFolderOfAClassMayNotLeadOut() throws IOException {
    image(root, "train/a/1.png", 1);
    Path outside = Files.createTempDirectory("outside");
    try {
      Files.createSymbolicLink(root.resolve("train/b"), outside);
      assertThatThrownBy(() -> folder().facts())
          .hasMessageContaining("is a link that leads out of")
          .hasMessageContaining("Copy the images, or name the folder itself.");
    } finally {
      Files.delete(outside);
    }
  }

  @Test
  void saysWhatIsWrongWithAFolder() throws IOException {
    image(root, "val/a/1.png", 1);
    assertFault(
        "has no folder 'train' beside 'val'. Put the images to learn from into it, a folder per"
            + " class.");
    image(root, "train/b/1.png", 1);
    assertFault(
        "has a folder 'a', but there is no such class to learn: b. Rename it, or add images of it"
            + " to train.");
    image(root, "train/a/1.png", 1);
    Files.createDirectory(root.resolve("validation"));
    assertFault("which mean the same. Keep one of them.");
    assertThatThrownBy(() -> data(Files.createDirectory(root.resolve("nothing")), 0).facts())
        .hasMessageContaining(
            "has no folders, but there must be one per class, with images in it, or a table of files and labels, which is read where data.root names it.");
    assertThatThrownBy(() -> data(root.resolve("none"), 0).open(Split.TRAIN))
        .hasMessageContaining("is neither a folder nor a zip file. It must hold train/CLASS/*.jpg")
        .hasMessageContaining("--set data.root=DIR");
  }

  @Test
  void declaredNumbersMustBeThoseOfTheFolder() throws IOException {
    image(root, "train/a/1.png", 1);
    image(root, "train/b/2.png", 2);
    ImageFolder folder =
        new ImageFolder(
            new ImageFolderData(
                root.toString(),
                Optional.of(3),
                Optional.of(2L),
                Optional.of(1L),
                Optional.empty(),
                8,
                0));
    assertThatThrownBy(folder::facts)
        .isInstanceOf(IOException.class)
        .hasMessage(
            "%1$s holds 2 classes, but data.classes is 3. Set it to 2, or leave it out. %1$s holds 0 images of validation, but data.validationExamples is 1. Set it to 0, or leave it out."
                .formatted(root));
  }

  /** ImageNet's numbers where the recipe says nothing, and there is nothing to look at. */
  @Test
  void plansWithoutAFolder() throws IOException {
    ImageFolder folder = data(root.resolve("none"), 0);
    assertThat(folder.facts().classes()).isEqualTo(1000);
    assertThat(folder.facts().trainExamples()).isEqualTo(1_281_167);
    assertThat(folder.facts().testExamples()).isEqualTo(50_000);
    assertThat(folder.labelNames()).hasSize(1000).startsWith("0", "1");
  }

  /** Nothing that people find in real folders ends a run; each is named. */
  @Test
  void awkwardFilesAreReadOrNamed() throws IOException {
    assumeTrue(Files.isDirectory(AWKWARD), "the awkward images are not there");
    Path folder = Files.createDirectories(root.resolve("train/a"));
    try (Stream<Path> files = Files.list(AWKWARD)) {
      for (Path file : files.toList()) {
        Files.copy(file, folder.resolve(file.getFileName()));
      }
    }
    image(root, "train/b/1.png", 1);
    Dataset images = data(root, 1).open(Split.TRAIN);
    for (int i = 0; i < images.size(); i++) {
      assertThat(images.read(i).planes()).hasNumberOfRows(3);
    }
    assertThat(images.size()).isEqualTo(9); // all but the empty one, and that of class b
    assertThat(images.faults().stream().map(one -> one.replaceAll(".*/([^/]*)$", "$1")))
        .containsExactly(
            "empty.jpg: The file is empty.",
            "text-named.jpg: The file is not an image that can be read: it must be JPEG, PNG, GIF,"
                + " WebP, BMP or TIFF.",
            "truncated.jpg: It is damaged: its pixels cannot be decoded. Fetch it again.");
  }

  private void assertFault(String message) {
    assertThatThrownBy(() -> folder().facts())
        .isInstanceOf(IOException.class)
        .hasMessageContaining(message);
  }

  private ImageFolder folder() {
    return data(root, 0);
  }

  private void damaged(String name) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, "no image", StandardCharsets.US_ASCII);
  }
}
