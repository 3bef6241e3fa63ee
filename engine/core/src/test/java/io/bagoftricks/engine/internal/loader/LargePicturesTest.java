package io.bagoftricks.engine.internal.loader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.bagoftricks.api.Box;
import io.bagoftricks.api.Filter;
import io.bagoftricks.api.Moment;
import io.bagoftricks.api.Sample;
import io.bagoftricks.api.Slot;
import io.bagoftricks.api.data.Dataset;
import io.bagoftricks.api.data.Picture;
import io.bagoftricks.api.data.PixelBuffer;
import io.bagoftricks.api.network.Normalization;
import io.bagoftricks.api.network.Size;
import io.bagoftricks.api.random.Draws;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Pictures of more pixels than the heap has room for, where what is drawn for a sample decides
 * whether all of them are asked for: every third of the data set. Each pixel of a picture has the
 * value of its index.
 */
@Timeout(60)
final class LargePicturesTest {
  private static final Draws RUN = Draws.of(42);
  private static final int IMAGES = 24;
  private static final Size LARGE = Size.of(40_000);
  private static final Size SMALL = Size.of(20);

  /** Stands in for a large picture by the next one, up to the end. */
  private static final class Files implements Dataset {
    private final AtomicInteger open = new AtomicInteger();

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
      return Optional.of(new Plain(index));
    }

    private final class Plain implements Picture {
      private final int index;
      private boolean closed;

      Plain(int index) {
        this.index = index;
        open.incrementAndGet();
      }

      @Override
      public Size size() {
        return index % 3 == 0 ? LARGE : SMALL;
      }

      @Override
      public int channels() {
        return 3;
      }

      @Override
      public Part decode(Cut cut, PixelBuffer buffer) {
        byte[] pixels = buffer.bytes(3 * cut.size().height() * cut.size().width());
        Arrays.fill(pixels, (byte) index);
        return new Part(cut.top(), cut.left(), 1, cut.size(), pixels);
      }

      @Override
      public Picture refuse(IOException reason) throws IOException {
        assertThat(reason).hasMessageStartingWith("It has 40000 x 40000 pixels");
        if (index == 21) {
          throw reason;
        }
        return new Plain(index + 1);
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

  /** In every second epoch all pixels are asked for, else only some. */
  private static void act(Sample sample) {
    if (sample.moment().epoch() % 2 == 1) {
      try {
        sample.pixels();
      } catch (RuntimeException e) { // a trick may catch what the pixels threw
        return;
      }
    }
    sample.crop(new Box(0, 0, 10, 10), Size.of(10), Filter.NEAREST);
  }

  /** A stand-in of this time is none in the next epoch. */
  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void aPictureIsLeftOutOnlyWhereItIsTooLarge(int threads) {
    Files files = new Files();

    assertThat(epoch(files, 0, threads)).containsExactlyElementsOf(values(0));
    assertThat(epoch(files, 1, threads)).containsExactlyElementsOf(values(1));
    assertThat(epoch(files, 2, threads)).containsExactlyElementsOf(values(0));
    assertThat(files.open).hasValue(0);
  }

  private static List<Integer> values(int standIns) {
    List<Integer> values = new ArrayList<>();
    for (int i = 0; i < IMAGES - 3; i++) {
      values.add(i % 3 == 0 ? i + standIns : i);
    }
    return values;
  }

  @Test
  void whereNothingStandsInForItItIsNamed() {
    assertThatExceptionOfType(LoaderException.class)
        .isThrownBy(() -> pass(new Files(), 1, 1, IMAGES).forEachRemaining(batch -> {}))
        .withMessageStartingWith(
            "The data set failed on image 21 in epoch 2: It has 40000 x 40000 pixels, and so many");
  }

  /** A preview shows the same as the loader gives. */
  @Test
  void aPreviewHasTheStandIn() throws IOException {
    Files files = new Files();
    SampleTrace trace =
        SampleTrace.of(
            List.of(new SampleStep("all", RUN, Set.of(Slot.values()), LargePicturesTest::act)),
            files,
            3,
            new Moment(1, 0, 9),
            Size.of(4));

    assertThat(trace.image().planes()[0]).containsOnly(4);
    assertThat(files.open).hasValue(0);
  }

  private static List<Integer> epoch(Files files, int epoch, int threads) {
    List<Integer> values = new ArrayList<>();
    pass(files, epoch, threads, IMAGES - 3)
        .forEachRemaining(
            batch -> {
              int area = 3 * 16;
              for (int i = 0; i < batch.size(); i++) {
                values.add(Math.round(batch.inputs()[i * area]));
              }
            });
    return values;
  }

  private static LoaderPass pass(Files files, int epoch, int threads, int images) {
    LoaderSpec spec =
        new LoaderSpec(
            3,
            false,
            false,
            1,
            threads,
            Normalization.none(3),
            List.of(new SampleStep("all", RUN, Set.of(Slot.values()), LargePicturesTest::act)));
    return new Loader(new Firsts(files, images), spec, RUN)
        .pass(new Moment(epoch, 0, 100), Size.of(4));
  }

  /** The first images of a data set. */
  private record Firsts(Dataset all, int size) implements Dataset {
    @Override
    public int label(int index) {
      return all.label(index);
    }

    @Override
    public Image read(int index) throws IOException {
      return all.read(index);
    }

    @Override
    public Optional<Picture> picture(int index) throws IOException {
      return all.picture(index);
    }
  }
}
