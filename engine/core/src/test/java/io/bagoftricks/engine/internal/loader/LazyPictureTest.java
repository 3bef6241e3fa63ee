package io.bagoftricks.engine.internal.loader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bagoftricks.api.Box;
import io.bagoftricks.api.Filter;
import io.bagoftricks.api.Moment;
import io.bagoftricks.api.Sample;
import io.bagoftricks.api.data.Dataset;
import io.bagoftricks.api.data.Picture;
import io.bagoftricks.api.data.PixelBuffer;
import io.bagoftricks.api.image.Affine;
import io.bagoftricks.api.image.Rgb;
import io.bagoftricks.api.network.Size;
import io.bagoftricks.api.random.Draws;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pictures that give no more than they are asked for. */
final class LazyPictureTest {
  private static final Size SOURCE = new Size(90, 120);
  private static final Moment MOMENT = new Moment(0, 0, 1);

  /** Reduces by means, as a decoder does by cosines. */
  private static final class Bytes implements Picture {
    private final Size size;
    private final byte[] pixels;
    private final int channels;
    private final boolean reduces;
    private Cut asked = new Cut(0, 0, Size.of(1), 1);
    private int decoded;
    private int firstEnd;
    private int lastEnd;
    private int most;
    private boolean closed;

    Bytes(Size size, byte[] pixels, int channels, boolean reduces) {
      this.size = size;
      this.pixels = pixels;
      this.channels = channels;
      this.reduces = reduces;
    }

    @Override
    public Size size() {
      return size;
    }

    @Override
    public int channels() {
      return channels;
    }

    @Override
    public Part decode(Cut cut, PixelBuffer buffer) {
      asked = cut;
      int end = cut.top() + cut.size().height();
      firstEnd = decoded == 0 ? end : firstEnd;
      lastEnd = Math.max(lastEnd, end);
      decoded++;
      int r = reduces ? cut.reduction() : 1;
      int top = cut.top() / r;
      int left = cut.left() / r;
      int rows = (cut.top() + cut.size().height() + r - 1) / r - top;
      int columns = (cut.left() + cut.size().width() + r - 1) / r - left;
      byte[] part = buffer.bytes(rows * columns * channels);
      most = Math.max(most, rows * columns * channels);
      for (int y = 0; y < rows; y++) {
        for (int x = 0; x < columns; x++) {
          for (int c = 0; c < channels; c++) {
            part[(y * columns + x) * channels + c] = mean((top + y) * r, (left + x) * r, c, r);
          }
        }
      }
      return new Part(top * r, left * r, r, new Size(rows, columns), part);
    }

    private byte mean(int top, int left, int channel, int reduction) {
      int sum = 0;
      int count = 0;
      for (int y = top; y < Math.min(size.height(), top + reduction); y++) {
        for (int x = left; x < Math.min(size.width(), left + reduction); x++) {
          sum += pixels[(y * size.width() + x) * channels + channel] & 255;
          count++;
        }
      }
      return (byte) Math.round((float) sum / count);
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  private static Bytes noise(int channels) {
    return noise(SOURCE, channels, true);
  }

  private static Bytes noise(Size size, int channels, boolean reduces) {
    byte[] pixels = new byte[size.height() * size.width() * channels];
    new Random(7).nextBytes(pixels);
    return new Bytes(size, pixels, channels, reduces);
  }

  private static SampleView view(Picture picture, Size target) {
    return new SampleView(3, picture, picture.channels(), target, MOMENT, new WorkerBuffers());
  }

  private static SampleView decodedBefore(Bytes bytes, Size target) {
    float[][] planes = new float[bytes.channels][bytes.size.height() * bytes.size.width()];
    for (int i = 0; i < bytes.pixels.length; i++) {
      planes[i % bytes.channels][i / bytes.channels] = Byte.toUnsignedInt(bytes.pixels[i]);
    }
    return new SampleView(
        3, new Dataset.Image(bytes.size, planes), target, MOMENT, new WorkerBuffers());
  }

  @Test
  void nothingIsDecodedBeforePixelsAreNeeded() {
    Bytes bytes = noise(3);
    SampleView view = view(bytes, Size.of(10));

    view.crop(new Box(10, 20, 30, 40), Size.of(20), Filter.ANTIALIASED_BILINEAR);
    view.flipHorizontally();

    assertThat(view.size()).isEqualTo(Size.of(20));
    assertThat(bytes.decoded).isZero();
    view.pixels();
    view.pixels();
    assertThat(bytes.decoded).isEqualTo(1);
    assertThat(bytes.closed).isTrue();
  }

  /**
   * By hand: a bilinear window of scale 1.5 reaches 1.5 pixels around 10.75 and 39.25, in the box.
   */
  @Test
  void noMoreThanTheBoxIsAskedFor() {
    Bytes bytes = noise(3);
    SampleView view = view(bytes, Size.of(20));

    view.crop(new Box(10, 20, 30, 45), Size.of(20), Filter.ANTIALIASED_BILINEAR);
    view.pixels();

    assertThat(bytes.asked).isEqualTo(new Picture.Cut(10, 20, new Size(30, 45), 1));
  }

  /** Pixels that are not looked at make no difference, to the bit, whatever is recorded. */
  @ParameterizedTest
  @EnumSource(Filter.class)
  void aPartGivesWhatTheWholeGives(Filter filter) {
    for (int seed = 0; seed < 60; seed++) {
      Draws draws = Draws.of(seed);
      int channels = seed % 2 == 0 ? 3 : 1;
      Bytes bytes = noise(channels);
      SampleView lazy = view(bytes, Size.of(40));
      SampleView whole = decodedBefore(bytes, Size.of(40));
      int steps = 1 + draws.below(4);
      for (int i = 0; i < steps; i++) {
        Consumer<Sample> step = step(draws, filter, lazy.size());
        step.accept(lazy);
        step.accept(whole);
      }
      for (int channel = 0; channel < channels; channel++) {
        float[] expected = whole.pixels().plane(channel);
        assertThat(lazy.pixels().plane(channel)).as("seed %d", seed).isEqualTo(expected);
      }
      assertThat(bytes.asked.reduction()).isEqualTo(1);
    }
  }

  /**
   * 20.4 MB, of which no more than 16 MiB are asked for at once; each filter takes them all. A
   * picture that is decoded from the top down to what is asked for need not begin again.
   */
  @ParameterizedTest
  @EnumSource(Filter.class)
  void aLargePictureIsDecodedSomeRowsAtATime(Filter filter) {
    Bytes bytes = noise(new Size(3400, 2000), 3, false);
    SampleView lazy = view(bytes, Size.of(25));
    SampleView whole = decodedBefore(bytes, Size.of(25));
    for (SampleView view : new SampleView[] {lazy, whole}) {
      view.crop(new Box(0.5, 3, 3399, 1990), Size.of(25), filter);
      view.flipVertically();
    }

    for (int channel = 0; channel < 3; channel++) {
      assertThat(lazy.pixels().plane(channel)).isEqualTo(whole.pixels().plane(channel));
    }
    assertThat(bytes.most).isLessThanOrEqualTo(PictureRows.MOST_BYTES);
    assertThat(bytes.decoded).isGreaterThan(1);
    assertThat(bytes.firstEnd).isEqualTo(bytes.lastEnd);
  }

  /** A picture that turns out to be reduced is asked for the rest at once. */
  @Test
  void aLargePictureThatIsReducedIsDecodedAsASmallOneIs() {
    Bytes bytes = noise(new Size(3400, 2000), 3, true);
    SampleView view = view(bytes, Size.of(400));

    view.crop(new Box(0, 0, 3400, 2000), Size.of(400), Filter.ANTIALIASED_BILINEAR);
    view.pixels();

    assertThat(bytes.asked).isEqualTo(new Picture.Cut(0, 0, bytes.size, 2));
    assertThat(bytes.decoded).isEqualTo(2);
  }

  /** More than was asked for, whatever it is. */
  @Test
  void moreThanIsAskedForMakesNoDifference() {
    Bytes bytes = noise(3);
    Picture whole =
        new Picture() {
          @Override
          public Size size() {
            return bytes.size;
          }

          @Override
          public int channels() {
            return bytes.channels;
          }

          @Override
          public Part decode(Cut cut, PixelBuffer buffer) {
            return new Part(0, 0, 1, bytes.size, bytes.pixels);
          }
        };
    for (Filter filter : Filter.values()) {
      SampleView all = view(whole, Size.of(20));
      SampleView part = decodedBefore(bytes, Size.of(20));
      for (SampleView view : new SampleView[] {all, part}) {
        view.crop(new Box(11, 22, 33, 44), Size.of(20), filter);
      }
      assertThat(all.pixels().plane(2)).isEqualTo(part.pixels().plane(2));
    }
  }

  /** Nothing that shrinks by three or more, which would reduce. */
  private static Consumer<Sample> step(Draws draws, Filter filter, Size size) {
    double height = size.height() * draws.uniform(0.3, 1.2);
    double width = size.width() * draws.uniform(0.3, 1.2);
    Box box = new Box(draws.uniform(-5, 20), draws.uniform(-5, 20), height, width);
    Size to =
        new Size(
            1 + (int) (height / draws.uniform(0.5, 2.5)),
            1 + (int) (width / draws.uniform(0.5, 2.5)));
    int top = draws.below(8) - 4;
    boolean warps = filter == Filter.NEAREST || filter == Filter.BILINEAR;
    Affine turn = Affine.rotation(draws.uniform(-40, 40), size);
    return switch (draws.below(warps ? 5 : 4)) {
      case 0 -> Sample::flipHorizontally;
      case 1 -> Sample::flipVertically;
      case 2 ->
          sample ->
              sample.crop(new Box(top, -top, size.height(), size.width()), size, Filter.NEAREST);
      case 3 -> sample -> sample.crop(box, to, filter);
      default -> sample -> sample.warp(turn, filter, new Rgb(1, 2, 3));
    };
  }

  /**
   * At least one and a half pixels must be left of those for each of the output, on either axis.
   */
  @ParameterizedTest
  @CsvSource({
    "90, 120, 30, 40, ANTIALIASED_BILINEAR, 2",
    "90, 120, 31, 40, ANTIALIASED_BILINEAR, 1",
    "90, 120, 30, 41, ANTIALIASED_BILINEAR, 1",
    "90, 120, 15, 20, ANTIALIASED_BICUBIC, 4",
    "90, 120, 16, 20, ANTIALIASED_BICUBIC, 2",
    "60, 60, 5, 5, ANTIALIASED_BILINEAR, 8",
    "60, 60, 2, 2, ANTIALIASED_BILINEAR, 8",
    "90, 120, 10, 10, BILINEAR, 1",
    "90, 120, 10, 10, NEAREST, 1"
  })
  void isReducedWhereEnoughIsLeft(
      int height, int width, int toHeight, int toWidth, Filter filter, int reduction) {
    Bytes bytes = noise(3);
    SampleView view = view(bytes, new Size(toHeight, toWidth));

    view.crop(new Box(0, 0, height, width), new Size(toHeight, toWidth), filter);
    view.pixels();

    assertThat(bytes.asked.reduction()).isEqualTo(reduction);
  }

  /** Zeros around a picture lie where they lie, to the pixel. */
  @Test
  void whatWasPaddedIsNotReduced() {
    Bytes bytes = noise(3);
    SampleView view = view(bytes, Size.of(10));

    view.crop(new Box(-4, -4, 98, 128), new Size(98, 128), Filter.NEAREST);
    view.crop(new Box(1, 1, 96, 96), Size.of(10), Filter.ANTIALIASED_BILINEAR);
    view.pixels();

    assertThat(bytes.asked.reduction()).isEqualTo(1);
  }

  /**
   * Of a picture that has no finer detail than pixels of the result, reduced and whole give the
   * same to a rounding, and in the mean: a shift by half a source pixel would be 0.45 to 1.05.
   */
  @ParameterizedTest
  @CsvSource({"3.1, false", "3.9, true", "6.3, false", "6.3, true", "12, true"})
  void aReducedPictureLiesWhereTheWholeLies(double scale, boolean flips) {
    byte[] pixels = new byte[SOURCE.height() * SOURCE.width()];
    for (int i = 0; i < pixels.length; i++) {
      int row = i / SOURCE.width();
      pixels[i] = (byte) Math.round(1.2 * (i % SOURCE.width()) + 0.9 * row);
    }
    Bytes bytes = new Bytes(SOURCE, pixels, 1, true);
    Size to = Size.of((int) Math.floor(70 / scale));
    Box box = new Box(11.5, 23.25, to.height() * scale, to.width() * scale);
    SampleView lazy = view(bytes, to);
    SampleView whole = decodedBefore(bytes, to);
    for (SampleView view : new SampleView[] {lazy, whole}) {
      view.crop(box, to, Filter.ANTIALIASED_BILINEAR);
      if (flips) {
        view.flipHorizontally();
      }
    }

    float[] reduced = lazy.pixels().plane(0);

    assertThat(bytes.asked.reduction()).isGreaterThan(1);
    float[] expected = whole.pixels().plane(0);
    int side = to.height();
    double sum = 0;
    for (int y = 1; y < side - 1; y++) {
      for (int x = 1; x < side - 1; x++) {
        assertThat(reduced[y * side + x]).isEqualTo(expected[y * side + x], Offset.offset(0.8f));
        sum += reduced[y * side + x] - expected[y * side + x];
      }
    }
    assertThat(sum / ((side - 2) * (side - 2))).isEqualTo(0, Offset.offset(0.12));
  }

  @Test
  void grayIsWidened() {
    Bytes bytes = noise(1);
    SampleView view = new SampleView(3, bytes, 3, SOURCE, MOMENT, new WorkerBuffers());

    assertThat(view.pixels().channels()).isEqualTo(3);
    view.pixels().plane(0)[5] = -1;
    assertThat(view.pixels().plane(2)[5]).isEqualTo(bytes.pixels[5] & 255);
  }

  @Test
  void aBranchHasPixelsOfItsOwn() {
    SampleView view = view(noise(3), Size.of(10));
    view.flipVertically();

    Sample branch = view.branch();
    float before = view.pixels().plane(1)[0];
    branch.pixels().plane(1)[0] = before + 1;

    assertThat(view.pixels().plane(1)[0]).isEqualTo(before);
    assertThat(branch.size()).isEqualTo(SOURCE);
  }

  /**
   * 1000 x 1000 pixels of 3 channels are 12 MB, for which one more plane is needed. A third of the
   * heap is 15 MB, or 20 MB, into which the branch does not fit.
   */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aPictureThatWouldFillTheHeapIsRefused(boolean inABranch) {
    Bytes bytes = noise(Size.of(1000), 3, false);
    try (WorkerBuffers buffers = new WorkerBuffers(1, inABranch ? 60_000_000 : 45_000_000)) {
      isRefused(bytes, inABranch, buffers);
    }
  }

  private static void isRefused(Bytes bytes, boolean inABranch, WorkerBuffers buffers) {
    SampleView view = new SampleView(3, bytes, 3, Size.of(10), MOMENT, buffers);

    assertThatThrownBy(() -> (inABranch ? view.branch() : view).pixels())
        .isInstanceOf(UncheckedIOException.class);
    assertThat(view.failure())
        .containsInstanceOf(TooLargeException.class)
        .get()
        .extracting(Throwable::getMessage)
        .asString()
        .startsWith(
            "It has 1000 x 1000 pixels, and so many of them are asked for at once that they take"
                + " more than "
                + (inABranch ? 20 : 15)
                + " MB, a third of the Java heap. ");
    buffers.recycle();

    SampleView smaller = new SampleView(3, bytes, 3, Size.of(10), MOMENT, buffers);
    smaller.crop(new Box(0, 0, 1000, 1000), Size.of(10), Filter.ANTIALIASED_BILINEAR);
    assertThat(smaller.pixels().plane(0)).hasSize(100);
  }

  /** Two threads with a share of 1.25 MB each, and images of 4 and 3 MB. */
  @Test
  @Timeout(60)
  void oneThreadAtATimeHasMoreThanItsShare() throws InterruptedException {
    long heap = 20_000_000;
    try (WorkerBuffers first = new WorkerBuffers(2, heap)) {
      waitsFor(first, heap);
    }
  }

  private static void waitsFor(WorkerBuffers first, long heap) throws InterruptedException {
    first.planes(1, 1_000_000);
    CountDownLatch begun = new CountDownLatch(1);
    AtomicBoolean lent = new AtomicBoolean();
    Thread other =
        new Thread(
            () -> {
              try (WorkerBuffers second = new WorkerBuffers(2, heap)) {
                second.planes(1, 250_000);
                begun.countDown();
                second.planes(1, 500_000);
                lent.set(true);
              }
            });
    other.start();
    begun.await();
    while (other.getState() != Thread.State.WAITING) {
      assertThat(lent).isFalse();
      Thread.onSpinWait();
    }
    first.recycle();
    other.join();

    assertThat(lent).isTrue();
    first.planes(1, 1_000_000); // the other has given its turn back by being closed
  }

  @Test
  void buffersAreUsedAgainAndEmptied() {
    WorkerBuffers buffers = new WorkerBuffers();
    float[][] first = buffers.planes(2, 9);
    first[0][3] = 7;
    buffers.recycle();

    float[][] second = buffers.planes(2, 9);
    float[][] third = buffers.planes(1, 9);

    assertThat(List.of(second)).containsExactlyInAnyOrder(first);
    assertThat(second[0]).containsOnly(0);
    assertThat(second[1]).containsOnly(0);
    assertThat(third[0]).isNotSameAs(first[0]).isNotSameAs(first[1]);
  }

  /** Of 100 images of different sizes no more is kept than the thread's share, 2.5 MB. */
  @Test
  void fewBuffersAreKept() {
    List<float[]> lent = new ArrayList<>();
    try (WorkerBuffers buffers = new WorkerBuffers(1, 20_000_000)) {
      for (int length = 100_000; length < 100_100; length++) {
        lent.add(buffers.floats(length));
        buffers.recycle();
      }
      List<Integer> kept = new ArrayList<>();
      for (int i = 90; i < 100; i++) {
        if (buffers.floats(100_000 + i) == lent.get(i)) {
          kept.add(i);
        }
      }
      assertThat(kept).containsExactly(94, 95, 96, 97, 98, 99);
    }
  }

  @Test
  void largeBuffersAreGivenUp() {
    WorkerBuffers buffers = new WorkerBuffers();
    int large = (1 << 24) + 1;
    float[][] planes = buffers.planes(1, large);
    float[] between = buffers.between(large);
    byte[] pixels = buffers.pixels().bytes(large);
    byte[] small = buffers.pixels().bytes(7);
    buffers.recycle();

    assertThat(buffers.planes(1, large)[0]).isNotSameAs(planes[0]);
    assertThat(buffers.between(large)).isNotSameAs(between);
    assertThat(buffers.pixels().bytes(large)).isNotSameAs(pixels);
    assertThat(buffers.pixels().bytes(7)).isSameAs(small);
  }

  /** By hand: 3400 by 2000 is 100 by 59; a small one stays as it is. */
  @Test
  void thumbnailsAreSmall() throws IOException {
    Dataset.Image large = Thumbnail.of(noise(new Size(3400, 2000), 3, false), 100);
    Bytes bytes = noise(1);
    Dataset.Image small = Thumbnail.of(bytes, 120);

    assertThat(large.size()).isEqualTo(new Size(100, 59));
    assertThat(large.planes()).hasDimensions(3, 5900);
    assertThat(small.size()).isEqualTo(SOURCE);
    assertThat(small.planes()[0][50]).isEqualTo(bytes.pixels[50] & 255);
  }
}
