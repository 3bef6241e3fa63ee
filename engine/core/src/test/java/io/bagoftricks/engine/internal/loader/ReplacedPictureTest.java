package io.bagoftricks.engine.internal.loader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.bagoftricks.api.Moment;
import io.bagoftricks.api.Sample;
import io.bagoftricks.api.Slot;
import io.bagoftricks.api.data.Dataset;
import io.bagoftricks.api.data.Picture;
import io.bagoftricks.api.data.PixelBuffer;
import io.bagoftricks.api.data.ReplacedException;
import io.bagoftricks.api.network.Normalization;
import io.bagoftricks.api.network.Size;
import io.bagoftricks.api.random.Draws;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pictures whose header is good and whose pixels are not. */
@Timeout(60)
final class ReplacedPictureTest {
  private static final Draws RUN = Draws.of(42);
  private static final int IMAGES = 40;

  /** Pictures of one pixel of the value of their index; one that fails is replaced by the next. */
  private static final class Files implements Dataset {
    private final Set<Integer> failing;
    private final boolean replaces;
    private final Set<Integer> bad = ConcurrentHashMap.newKeySet();
    private final AtomicInteger open = new AtomicInteger();

    Files(boolean replaces, Integer... failing) {
      this.replaces = replaces;
      this.failing = Set.of(failing);
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
    public Optional<Picture> picture(int index) {
      int file = index;
      while (bad.contains(file)) {
        file++;
      }
      open.incrementAndGet();
      return Optional.of(new Pixel(file));
    }

    private final class Pixel implements Picture {
      private final int file;
      private boolean closed;

      Pixel(int file) {
        this.file = file;
      }

      @Override
      public Size size() {
        return Size.of(1);
      }

      @Override
      public int channels() {
        return 1;
      }

      @Override
      public Part decode(Cut cut, PixelBuffer buffer) throws IOException {
        if (failing.contains(file)) {
          IOException damaged = new IOException("file " + file + " is damaged");
          if (!replaces) {
            throw damaged;
          }
          bad.add(file);
          throw new ReplacedException(damaged);
        }
        byte[] pixels = buffer.bytes(1);
        Arrays.fill(pixels, (byte) file);
        return new Part(0, 0, 1, size(), pixels);
      }

      @Override
      public void close() {
        if (!closed) {
          closed = true;
          open.decrementAndGet();
        }
      }
    }
  }

  private static LoaderSpec spec(int threads, Consumer<Sample> trick) {
    SampleStep step =
        new SampleStep("noise", RUN.stream("noise"), Set.of(Slot.COLOR, Slot.GEOMETRY), trick);
    return new LoaderSpec(
        5, true, false, 1, threads, new Normalization(List.of(0.0), List.of(1.0)), List.of(step));
  }

  /** Adds a draw, which a replacement must not have used up. */
  private static void noise(Sample sample) {
    float noise = (float) sample.draws().uniform();
    sample.pixels().plane(0)[0] += noise;
  }

  private static void clumsyNoise(Sample sample) {
    try {
      noise(sample);
    } catch (RuntimeException e) {
      // swallowed, and the image is left as it is: there is none
    }
  }

  private static List<Float> values(Files files, LoaderSpec spec) {
    List<Float> values = new ArrayList<>();
    try (LoaderPass pass = new Loader(files, spec, RUN).pass(new Moment(0, 0, 8), Size.of(1))) {
      pass.forEachRemaining(
          batch -> {
            for (int i = 0; i < batch.size(); i++) {
              values.add(batch.inputs()[i]);
            }
          });
    }
    assertThat(files.open).hasValue(0);
    return values;
  }

  @ParameterizedTest
  @CsvSource({"1, false", "2, false", "4, false", "1, true", "4, true"})
  void theNextIsTakenAndTheDrawsAreThoseOfTheImage(int threads, boolean clumsy) {
    Files files = new Files(true, 7, 8, 20);

    List<Float> values =
        values(
            files,
            spec(threads, clumsy ? ReplacedPictureTest::clumsyNoise : ReplacedPictureTest::noise));

    List<Integer> order = new Loader(files, spec(1, sample -> {}), RUN).images(0, 0, IMAGES);
    for (int i = 0; i < IMAGES; i++) {
      int index = order.get(i);
      int file = index == 7 || index == 8 ? 9 : index == 20 ? 21 : index;
      double drawn = RUN.stream("noise").stream(0).stream(index).uniform();
      assertThat(values.get(i)).isEqualTo(file + (float) drawn);
    }
    assertThat(files.bad).containsExactlyInAnyOrder(7, 8, 20);
  }

  @Test
  void aPictureThatIsNotReplacedEndsThePassAndTheDataSetIsNamed() {
    Files files = new Files(false, 3);

    assertThatExceptionOfType(LoaderException.class)
        .isThrownBy(() -> values(files, spec(1, ReplacedPictureTest::noise)))
        .withMessage("The data set failed on image 3 in epoch 1: file 3 is damaged")
        .withCauseInstanceOf(IOException.class);
    assertThat(files.open).hasValue(0);
  }
}
