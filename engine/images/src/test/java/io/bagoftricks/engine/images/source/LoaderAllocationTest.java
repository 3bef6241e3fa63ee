package io.bagoftricks.engine.images.source;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.bagoftricks.api.Box;
import io.bagoftricks.api.Filter;
import io.bagoftricks.api.Moment;
import io.bagoftricks.api.Sample;
import io.bagoftricks.api.Slot;
import io.bagoftricks.api.data.Dataset;
import io.bagoftricks.api.data.Picture;
import io.bagoftricks.api.data.Split;
import io.bagoftricks.api.network.Normalization;
import io.bagoftricks.api.network.Shape;
import io.bagoftricks.api.network.Size;
import io.bagoftricks.api.random.Draws;
import io.bagoftricks.engine.images.ImageDecoder;
import io.bagoftricks.engine.images.ImageRules;
import io.bagoftricks.engine.internal.data.ByteImages;
import io.bagoftricks.engine.internal.loader.Loader;
import io.bagoftricks.engine.internal.loader.LoaderPass;
import io.bagoftricks.engine.internal.loader.LoaderSpec;
import io.bagoftricks.engine.internal.loader.SampleStep;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Images of 192 x 256, cropped and resized to 128 x 128, in one loader thread. */
final class LoaderAllocationTest {
  private static final int IMAGES = 800;

  @TempDir private Path folder;

  /** Of one image all the time. Notes what the thread has allocated at half of them and last. */
  private static final class Watched implements Dataset {
    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final Source source;
    private long half;
    private long last;
    private int asked;

    Watched(Source source) {
      this.source = source;
    }

    @Override
    public int size() {
      return IMAGES;
    }

    @Override
    public int label(int index) {
      return 0;
    }

    @Override
    public Image read(int index) {
      throw new AssertionError("pictures are asked for first");
    }

    @Override
    public Optional<Picture> picture(int index) throws IOException {
      last = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
      half = asked == IMAGES / 2 ? last : half;
      asked++;
      return Optional.of(source.picture());
    }
  }

  private interface Source {
    Picture picture() throws IOException;
  }

  /** The planes of one alone would be 197 kB, its bytes 147 kB, the tables of resampling 12 kB. */
  @ParameterizedTest
  @CsvSource({"jpg, false", "png, false", "png, true", "bmp, false", "gif, false"})
  void anImageOfAFileAllocatesNeitherPlanesNorTables(String format, boolean transparent)
      throws IOException {
    Path file = folder.resolve("image." + format);
    int type = transparent ? BufferedImage.TYPE_INT_ARGB : BufferedImage.TYPE_INT_RGB;
    BufferedImage image = new BufferedImage(256, 192, type);
    assertThat(ImageIO.write(image, format, file.toFile())).isTrue();
    ImageDecoder decoder = new ImageDecoder(3, ImageRules.defaults());

    assertThat(allocated(() -> decoder.picture(file))).isLessThan(7_000);
  }

  /**
   * Of a data set, with all that it does for a file. Java's zip file system allocates a buffer for
   * each packed entry, of its packed length and at most 64 kB.
   */
  @ParameterizedTest
  @ValueSource(strings = {"folder", "zip", "tar"})
  void anImageOfADataSetAllocatesNeitherPlanesNorBytes(String kind) throws IOException {
    BufferedImage image = new BufferedImage(256, 192, BufferedImage.TYPE_INT_RGB);
    Random random = new Random(1);
    for (int i = 0; i < 256 * 192; i++) {
      image.setRGB(i % 256, i / 256, random.nextInt(1 << 24));
    }
    Path root = folder.resolve("photos");
    for (String name : List.of("a", "b")) {
      Path where = Files.createDirectories(root.resolve("train").resolve(name));
      ImageIO.write(image, "jpg", where.resolve("1.jpg").toFile());
    }
    Path data =
        switch (kind) {
          case "zip" -> PixelData.zip(root, "", folder.resolve("photos.zip"));
          case "tar" ->
              PixelData.tar(
                  folder.resolve("photos.tar"),
                  Map.of(
                      "train/a/1.jpg", Files.readAllBytes(root.resolve("train/a/1.jpg")),
                      "train/b/1.jpg", Files.readAllBytes(root.resolve("train/b/1.jpg"))));
          default -> root;
        };
    try (Dataset images = DataPath.of(data.toString()).open(Split.TRAIN)) {
      long buffer = kind.equals("zip") ? Files.size(root.resolve("train/b/1.jpg")) : 0;
      assertThat(allocated(() -> images.picture(1).orElseThrow())).isLessThan(9_000 + buffer);
    }
  }

  /** As IDX and CIFAR files are held. */
  @Test
  void anImageThatIsHeldAllocatesNeitherPlanesNorTables() throws IOException {
    Shape shape = new Shape(3, 192, 256);
    ByteImages images = new ByteImages(shape, new byte[(int) shape.elements()], new byte[1]);

    assertThat(allocated(() -> images.picture(0).orElseThrow())).isLessThan(4_000);
  }

  /** Bytes per image. */
  private static long allocated(Source source) {
    Watched images = new Watched(source);
    Draws draws = Draws.of(5);
    LoaderSpec spec =
        new LoaderSpec(
            16,
            true,
            true,
            1,
            1,
            new Normalization(List.of(120.0, 120.0, 120.0), List.of(60.0, 60.0, 60.0)),
            List.of(
                new SampleStep("crop", draws, Set.of(Slot.values()), LoaderAllocationTest::crop)));
    try (LoaderPass pass =
        new Loader(images, spec, draws).pass(new Moment(0, 0, 50), Size.of(128))) {
      pass.forEachRemaining(batch -> {});
    }
    return (images.last - images.half) / (IMAGES / 2 - 1);
  }

  private static void crop(Sample sample) {
    double side = sample.draws().uniform(130, 190);
    double top = sample.draws().uniform(0, 192 - side);
    double left = sample.draws().uniform(0, 256 - side);
    sample.crop(new Box(top, left, side, side), Size.of(128), Filter.ANTIALIASED_BILINEAR);
    if (sample.draws().uniform(0, 1) < 0.5) {
      sample.flipHorizontally();
    }
  }
}
