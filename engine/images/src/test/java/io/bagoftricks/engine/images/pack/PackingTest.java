package io.bagoftricks.engine.images.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bagoftricks.api.data.DataFacts;
import io.bagoftricks.api.data.DataSource;
import io.bagoftricks.api.data.Dataset;
import io.bagoftricks.api.data.Picture;
import io.bagoftricks.api.data.PixelBuffer;
import io.bagoftricks.api.data.Split;
import io.bagoftricks.api.data.StoredImage;
import io.bagoftricks.api.network.Shape;
import io.bagoftricks.api.network.Size;
import io.bagoftricks.engine.images.ImageDecoder;
import io.bagoftricks.engine.images.SystemFaultException;
import io.bagoftricks.engine.images.UnreadableImageException;
import io.bagoftricks.engine.images.internal.pack.PackForm;
import io.bagoftricks.engine.images.internal.pack.PackedImage;
import io.bagoftricks.engine.images.source.BadFile;
import io.bagoftricks.engine.images.source.DataPath;
import io.bagoftricks.engine.images.source.PackData;
import io.bagoftricks.engine.images.source.PackSource;
import io.bagoftricks.engine.images.source.PhotoFolder;
import io.bagoftricks.engine.images.source.PixelData;
import io.bagoftricks.engine.problem.ProblemException;
import io.bagoftricks.engine.storage.Disk;
import io.bagoftricks.engine.toys.WatchedDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A pack holds the images of its source, however often making it was stopped. */
final class PackingTest {
  private static final int SHORT_SEGMENTS = 3000;

  @TempDir private Path folder;

  @Test
  void keepsTheBytesLabelsAndNamesOfAFolder() throws IOException {
    DataSource files = photos();
    PackResult result = pack(files, "a.pack", PackOptions.lossless());
    DataSource pack = packed("a.pack");

    assertThat(result.images()).isEqualTo(14);
    assertThat(result.bad()).isEmpty();
    assertThat(result.bytes()).isEqualTo(sizes(folder.resolve("a.pack")));
    assertThat(pack.labelNames()).containsExactly("cat", "döner");
    assertThat(pack.facts().examples()).isEqualTo(files.facts().examples());
    assertThat(pack.facts().image()).isEqualTo(files.facts().image());
    for (Split split : List.of(Split.TRAIN, Split.TEST)) {
      Dataset expected = files.open(split);
      Dataset actual = pack.open(split);
      for (int i = 0; i < expected.size(); i++) {
        assertThat(actual.label(i)).isEqualTo(expected.label(i));
        assertThat(actual.stored(i).orElseThrow().bytes())
            .isEqualTo(expected.stored(i).orElseThrow().bytes());
        assertThat(pixels(actual, i)).isEqualTo(pixels(expected, i));
      }
    }
    assertThat(pack.open(Split.TRAIN).stored(6).orElseThrow().name())
        .isEqualTo(folder.resolve("a.pack") + "!/train/döner/1.png");
    assertThat(names("a.pack")).startsWith("00000.segment", "00001.segment").endsWith("pack.index");
  }

  @Test
  void pixelsAreThoseOfDecodingAWholeFileInEveryCut() throws IOException {
    DataSource files = photos();
    pack(files, "a.pack", PackOptions.ofPixels());
    Dataset expected = files.open(Split.TRAIN);
    Dataset actual = packed("a.pack").open(Split.TRAIN);

    for (int i = 0; i < expected.size(); i++) {
      assertThat(actual.stored(i)).isEmpty();
      assertThat(pixels(actual, i)).isEqualTo(pixels(expected, i));
    }
    for (Picture.Cut cut :
        List.of(
            new Picture.Cut(3, 4, new Size(5, 7), 1), new Picture.Cut(2, 0, new Size(3, 20), 2))) {
      Picture.Part part = cut(actual, cut);
      assertThat(part.reduction()).isEqualTo(1);
      Picture.Cut whole = new Picture.Cut(cut.top(), cut.left(), cut.size(), 1);
      int length = cut.size().height() * cut.size().width() * 3;
      assertThat(Arrays.copyOf(part.pixels(), length))
          .isEqualTo(Arrays.copyOf(cut(expected, whole).pixels(), length));
    }
  }

  @Test
  void imagesAreMadeSmallerAndThoseThatAreSmallKeepTheirBytes() throws IOException {
    DataSource files = photos();
    pack(files, "a.pack", new PackOptions(Optional.of(11), Optional.empty(), false));
    Dataset before = files.open(Split.TRAIN);
    Dataset after = packed("a.pack").open(Split.TRAIN);

    assertThat(after.read(0).size()).isEqualTo(new Size(11, 16)); // of 14 x 20
    assertThat(after.read(3).size()).isEqualTo(new Size(11, 23));
    assertThat(after.stored(3).orElseThrow().bytes())
        .isEqualTo(before.stored(3).orElseThrow().bytes());
    assertThat(mean(after.read(0))).isCloseTo(mean(before.read(0)), within(3));

    pack(files, "b.pack", new PackOptions(Optional.empty(), Optional.of(30), false));
    Dataset worse = packed("b.pack").open(Split.TRAIN);
    assertThat(worse.read(3).size()).isEqualTo(new Size(11, 23));
    assertThat(worse.stored(3).orElseThrow().bytes().get(0)).isEqualTo((byte) 0xFF);
    assertThatThrownBy(() -> new PackOptions(Optional.empty(), Optional.of(30), true))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void goesOnWhereItWasStoppedToTheSameBytes() throws IOException {
    DataSource files = photos();
    pack(files, "whole.pack", PackOptions.lossless());
    assertThat(names("whole.pack")).contains("00002.segment");
    Map<String, byte[]> whole = contents("whole.pack");
    Path target = folder.resolve("cut.pack");

    // Every act on the disk is the last one in turn, until one attempt gets through.
    for (int last = 1;
        !Files.exists(target) || contents("cut.pack").size() > whole.size();
        last++) {
      AtomicInteger acts = new AtomicInteger();
      int end = last;
      Disk failing =
          WatchedDisk.before(
              "",
              file -> true,
              file -> {
                if (acts.incrementAndGet() > end) {
                  throw new IOException("stopped");
                }
              });
      try {
        pack(failing, files, target, PackOptions.lossless());
      } catch (IOException e) {
        assertThat(e).hasMessage("stopped");
      }
    }
    assertThat(contents("cut.pack")).usingRecursiveComparison().isEqualTo(whole);
    assertThat(folder.resolve("cut.pack.unfinished")).doesNotExist();
  }

  @Test
  void whatIsTornInAnUnfinishedPackIsMadeAgain() throws IOException {
    DataSource files = photos();
    pack(files, "whole.pack", PackOptions.lossless());
    Path target = folder.resolve("cut.pack");
    Path begun = folder.resolve("cut.pack.unfinished");
    for (String torn : List.of("journal", "00000.segment", "00001.segment", "00002.segment")) {
      Disk stopped =
          WatchedDisk.before(
              "move",
              file -> file.endsWith("cut.pack"),
              file -> {
                throw new IOException("stopped");
              });
      assertThatThrownBy(() -> pack(stopped, files, target, PackOptions.lossless()))
          .hasMessage("stopped");
      byte[] bytes = Files.readAllBytes(begun.resolve(torn));
      bytes[bytes.length * 2 / 3] ^= 1;
      Files.write(begun.resolve(torn), Arrays.copyOf(bytes, bytes.length - 5));
    }
    pack(Disk.local(), files, target, PackOptions.lossless());
    assertThat(contents("cut.pack")).usingRecursiveComparison().isEqualTo(contents("whole.pack"));
  }

  @Test
  void overwritesNothing() throws IOException {
    DataSource files = photos();
    Files.createDirectories(folder.resolve("mine.unfinished"));
    Files.writeString(folder.resolve("mine.unfinished/a.txt"), "mine");
    Files.writeString(folder.resolve("file"), "mine");
    pack(files, "a.pack", PackOptions.lossless());
    for (String taken : List.of("mine", "file", "a.pack", "photos")) {
      assertThatThrownBy(() -> pack(files, taken, PackOptions.lossless()))
          .isInstanceOf(ProblemException.class)
          .hasMessageContaining("[pack/exists] ")
          .hasMessageContaining("is there already, and nothing is overwritten.");
    }
  }

  @Test
  void anUnfinishedPackOfOtherOptionsOrOtherImagesIsRefused() throws IOException {
    DataSource files = photos();
    Disk stopped = WatchedDisk.denied(file -> file.endsWith(".pack.index.new"));
    Path target = folder.resolve("a.pack");
    assertThatThrownBy(() -> pack(stopped, files, target, PackOptions.lossless()))
        .isInstanceOf(IOException.class);
    assertThatThrownBy(() -> pack(files, "a.pack", PackOptions.ofPixels()))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining(
            "[pack/other-plan] "
                + target
                + ".unfinished is a pack that was begun with other options or other data.");
    Path first = folder.resolve("photos/train/cat/0.jpg");
    Files.copy(folder.resolve("photos/train/cat/2.jpg"), folder.resolve("copy.jpg"));
    Files.delete(first);
    Files.move(folder.resolve("copy.jpg"), first);
    assertThatThrownBy(() -> pack(files, "a.pack", PackOptions.lossless()))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("[pack/source-changed] " + first + " has changed since ");
  }

  @Test
  void eachImageOfAnUnfinishedPackIsComparedWithTheSource() throws IOException {
    Path root = folder.resolve("pixels");
    for (int i = 0; i < 40; i++) {
      PixelData.image(root, "%s/%s.png".formatted(i < 20 ? "a" : "b", 10 + i), i);
    }
    Path target = folder.resolve("a.pack");
    for (int changed : List.of(4, 37)) {
      Disk stopped = WatchedDisk.denied(file -> file.endsWith(".pack.index.new"));
      DataSource files = DataPath.of(root.toString());
      assertThatThrownBy(() -> pack(stopped, files, target, PackOptions.ofPixels()))
          .isInstanceOf(IOException.class);
      String name = "%s/%s.png".formatted(changed < 20 ? "a" : "b", 10 + changed);
      PixelData.image(root, name, 200);
      assertThatThrownBy(() -> pack(files, "a.pack", PackOptions.ofPixels()))
          .isInstanceOf(ProblemException.class)
          .hasMessageContaining("[pack/source-changed] " + root.resolve(name) + " has changed");
      PixelData.image(root, name, changed);
      pack(files, "a.pack", PackOptions.ofPixels());
      assertThat(pixels(packed("a.pack").open(Split.TRAIN), changed)[0][0]).isEqualTo(changed);
      FileUtils.deleteDirectory(target.toFile());
    }
  }

  /** Or two pictures would lie in the same memory. */
  @Test
  void aPictureOfPixelsThatIsClosedTwiceGivesItsMemoryBackOnce() throws IOException {
    pack(photos(), "a.pack", PackOptions.ofPixels());
    Dataset images = packed("a.pack").open(Split.TRAIN);
    Dataset.Image first = images.read(0);
    Picture closed = images.picture(0).orElseThrow();
    closed.close();
    closed.close();
    try (Picture picture = images.picture(0).orElseThrow();
        Picture other = images.picture(1).orElseThrow()) {
      assertThat(ImageDecoder.image(picture).planes()).isDeepEqualTo(first.planes());
      assertThat(other.size()).isNotEqualTo(picture.size());
    }
  }

  /** While others have all the memory, only those wait that are decoded. */
  @Test
  void picturesAreDecodedWhenThereIsMemoryForThem() throws Exception {
    Dataset images = photos().open(Split.TRAIN);
    Semaphore mebibytes = new Semaphore(PackImages.MOST_MEBIBYTES);
    mebibytes.acquire(PackImages.MOST_MEBIBYTES);
    PackImages lossless = new PackImages(3, PackOptions.lossless(), mebibytes);
    assertThat(lossless.of(Split.TRAIN, images, 0).form()).isEqualTo(PackForm.FILE);
    PackImages decoded = new PackImages(3, PackOptions.ofPixels(), mebibytes);
    FutureTask<PackedImage> task = new FutureTask<>(() -> decoded.of(Split.TRAIN, images, 0));
    Thread thread = new Thread(task);
    thread.start();
    while (!mebibytes.hasQueuedThreads() && !task.isDone()) {
      Thread.onSpinWait();
    }
    assertThat(task.isDone()).isFalse();
    mebibytes.release(PackImages.MOST_MEBIBYTES);
    assertThat(task.get().form()).isEqualTo(PackForm.ROWS);
    assertThat(mebibytes.availablePermits()).isEqualTo(PackImages.MOST_MEBIBYTES);
  }

  /** As a folder: with what is declared, and ImageNet's numbers for the rest. */
  @Test
  void aPlanIsMadeWithoutAPackAndItsNumbersAreThoseOfThePack() throws IOException {
    DataSource none = source("none.pack", Optional.of(7), Optional.of(12L));
    assertThat(none.facts())
        .isEqualTo(
            new DataFacts(
                7,
                Map.of(Split.TRAIN, 12L, Split.VALIDATION, 0L, Split.TEST, 50_000L),
                new Shape(3, 224, 224)));
    assertThat(none.labelNames()).containsExactly("0", "1", "2", "3", "4", "5", "6");
    assertThatThrownBy(() -> none.open(Split.TRAIN))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("there is no pack at " + folder.resolve("none.pack"));

    pack(photos(), "a.pack", PackOptions.lossless());
    assertThat(source("a.pack", Optional.of(2), Optional.of(10L)).facts().trainExamples())
        .isEqualTo(10);
    assertThatThrownBy(() -> source("a.pack", Optional.of(3), Optional.of(9L)).facts())
        .isInstanceOf(IOException.class)
        .hasMessage(
            "%1$s holds 2 classes, but data.classes is 3. Set it to 2, or leave it out. %1$s holds 10 images of train, but data.trainExamples is 9. Set it to 10, or leave it out."
                .formatted(folder.resolve("a.pack")));
    assertThatThrownBy(() -> source("photos", Optional.empty(), Optional.empty()).facts())
        .hasMessageContaining("there is no pack at " + folder.resolve("photos"));
  }

  private DataSource source(String name, Optional<Integer> classes, Optional<Long> train) {
    return new PackSource(
        new PackData(
            folder.resolve(name).toString(),
            classes,
            train,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            0.01));
  }

  @Test
  void badFilesAreNamedAndReplacedAsInAFolder() throws IOException {
    DataSource files = photos();
    Files.writeString(folder.resolve("photos/train/cat/2.jpg"), "no image");
    PackResult lossless = pack(files, "a.pack", PackOptions.lossless());
    PackResult decoded = pack(files, "b.pack", PackOptions.ofPixels());
    assertThat(lossless.bad())
        .containsExactly(new BadFile("train/cat/2.jpg", "Its header is not that of an image."));
    assertThat(decoded.bad()).hasSize(1);
    assertThat(decoded.bad().get(0).toString()).startsWith("train/cat/2.jpg: The file is not an");
    Dataset expected = files.open(Split.TRAIN);
    for (String name : List.of("a.pack", "b.pack")) {
      Dataset actual = packed(name).open(Split.TRAIN);
      assertThat(pixels(actual, 2)).isEqualTo(pixels(expected, 2)).isEqualTo(pixels(expected, 3));
      assertThat(actual.faults()).hasSize(1);
      assertThat(actual.faults().get(0)).contains(name + "!/train/cat/2.jpg: ", "not an image");
    }
  }

  /** The system fails, and the image may be whole: it is not left out for ever. */
  @Test
  void aFaultOfTheSystemEndsPackingAndTheSameCommandGoesOn() throws IOException {
    AtomicBoolean fails = new AtomicBoolean(true);
    DataSource failing = new FailingSource(photos(), fails);

    assertThatThrownBy(() -> pack(failing, "a.pack", PackOptions.lossless()))
        .isInstanceOf(SystemFaultException.class)
        .hasMessageContaining("could not be read: Input/output error. Nothing is known");
    assertThat(folder.resolve("a.pack/pack.index")).doesNotExist();
    fails.set(false);

    assertThat(pack(failing, "a.pack", PackOptions.lossless()).bad()).isEmpty();
    assertThat(pixels(packed("a.pack").open(Split.TRAIN), 2))
        .isEqualTo(pixels(photos().open(Split.TRAIN), 2));
  }

  /** The third of each split cannot be read while the system fails. */
  private record FailingSource(DataSource source, AtomicBoolean fails) implements DataSource {
    @Override
    public DataFacts facts() throws IOException {
      return source.facts();
    }

    @Override
    public List<String> labelNames() throws IOException {
      return source.labelNames();
    }

    @Override
    public Dataset open(Split split) throws IOException {
      Dataset images = source.open(split);
      return new Dataset() {
        @Override
        public int size() {
          return images.size();
        }

        @Override
        public int label(int index) {
          return images.label(index);
        }

        @Override
        public Image read(int index) throws IOException {
          return images.read(index);
        }

        @Override
        public Optional<StoredImage> stored(int index) throws IOException {
          if (index == 2 && fails.get()) {
            IOException fault = new IOException("Input/output error");
            throw new UnreadableImageException(
                "2.jpg", SystemFaultException.unlessOfOneFile("2.jpg", fault));
          }
          return images.stored(index);
        }
      };
    }
  }

  @Test
  void imagesThatAreNoFilesArePixelsIfTheyAreOfEightBits() throws IOException {
    pack(gray(7), "a.pack", PackOptions.lossless());
    DataSource pack = packed("a.pack");
    assertThat(pack.facts()).isEqualTo(gray(7).facts());
    assertThat(pack.open(Split.TEST).read(1).planes())
        .isDeepEqualTo(new float[][] {{7, 1, 7, 1, 7, 1}});
    assertThatThrownBy(() -> pack(gray(7.5f), "b.pack", PackOptions.lossless()))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("[pack/not-8-bits] Image t")
        .hasMessageContaining(
            "that are not whole numbers from 0 to 255, and a pack holds no others");
  }

  private static DataSource gray(float value) {
    return new DataSource() {
      @Override
      public DataFacts facts() {
        return new DataFacts(2, 3, 2, new Shape(1, 2, 3));
      }

      @Override
      public Dataset open(Split split) {
        return new Dataset() {
          @Override
          public int size() {
            return split == Split.TRAIN ? 3 : 2;
          }

          @Override
          public int label(int index) {
            return 1 - index % 2;
          }

          @Override
          public Image read(int index) {
            float[] plane = {value, index, value, index, value, index};
            return new Image(new Size(2, 3), new float[][] {plane});
          }
        };
      }
    };
  }

  private static Offset<Double> within(double offset) {
    return Offset.offset(offset);
  }

  private static double mean(Dataset.Image image) {
    double sum = 0;
    for (float value : image.planes()[0]) {
      sum += value;
    }
    return sum / image.planes()[0].length;
  }

  private DataSource photos() throws IOException {
    return DataPath.of(PhotoFolder.in(folder.resolve("photos")).toString());
  }

  private PackResult pack(DataSource source, String name, PackOptions options) throws IOException {
    return pack(Disk.local(), source, folder.resolve(name), options);
  }

  private static PackResult pack(Disk disk, DataSource source, Path target, PackOptions options)
      throws IOException {
    return Packing.pack(disk, source, target, options, count -> {}, SHORT_SEGMENTS);
  }

  private DataSource packed(String name) throws IOException {
    return DataPath.of(folder.resolve(name).toString());
  }

  private static float[][] pixels(Dataset images, int index) throws IOException {
    return images.read(index).planes();
  }

  private static Picture.Part cut(Dataset images, Picture.Cut cut) throws IOException {
    try (Picture picture = images.picture(0).orElseThrow()) {
      return picture.decode(cut, new PixelBuffer());
    }
  }

  private List<String> names(String pack) throws IOException {
    return List.copyOf(contents(pack).keySet());
  }

  private Map<String, byte[]> contents(String pack) throws IOException {
    Map<String, byte[]> contents = new TreeMap<>();
    try (Stream<Path> files = Files.list(folder.resolve(pack))) {
      for (Path file : new ArrayList<>(files.toList())) {
        contents.put(String.valueOf(file.getFileName()), Files.readAllBytes(file));
      }
    }
    return contents;
  }

  private static long sizes(Path pack) throws IOException {
    try (Stream<Path> files = Files.list(pack)) {
      return files.mapToLong(file -> file.toFile().length()).sum();
    }
  }
}
