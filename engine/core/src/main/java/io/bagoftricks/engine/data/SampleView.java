package io.bagoftricks.engine.data;

import io.bagoftricks.api.Box;
import io.bagoftricks.api.Filter;
import io.bagoftricks.api.Moment;
import io.bagoftricks.api.Pixels;
import io.bagoftricks.api.Sample;
import io.bagoftricks.api.data.Dataset;
import io.bagoftricks.api.network.Size;
import io.bagoftricks.api.random.Draws;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A decoded image on its way to the network. Crops and flips are recorded and composed; asking for
 * the pixels resamples the decoded image once for all of them, or copies nothing where there was
 * none. Resizing takes the pixel centers at one half and does not smooth before it shrinks. If
 * crops name different filters, the last one that does not keep whole pixels decides.
 */
final class SampleView implements Sample {
  private final long index;
  private final Size target;
  private final Moment moment;
  private @Nullable Draws draws;
  private Planes planes;
  private AxisMap rows;
  private AxisMap columns;
  private Filter filter = Filter.NEAREST;
  private boolean moved;
  private boolean opened;

  @SuppressWarnings("ArrayRecordComponent") // the buffers themselves, never compared
  private record Planes(Size size, float[][] planes) implements Pixels {
    @Override
    public int channels() {
      return planes.length;
    }

    @Override
    public float[] plane(int channel) {
      return planes[channel];
    }
  }

  /** A view of an image, which it takes over. */
  SampleView(long index, Dataset.Image image, Size target, Moment moment) {
    this.index = index;
    this.target = target;
    this.moment = moment;
    this.planes = new Planes(image.size(), image.planes());
    this.rows = AxisMap.identity(image.size().height());
    this.columns = AxisMap.identity(image.size().width());
  }

  /** Hands the view to the next trick, with its own draws. */
  void pass(Draws newDraws) {
    draws = newDraws;
    moved = false;
    opened = false;
  }

  /** Whether the trick that holds the view has cropped or flipped it. */
  boolean isMoved() {
    return moved;
  }

  /** Whether the trick that holds the view has asked for the pixels, which it may then change. */
  boolean isOpened() {
    return opened;
  }

  @Override
  public Moment moment() {
    return moment;
  }

  @Override
  public Draws draws() {
    return Objects.requireNonNull(draws, "no trick holds this sample");
  }

  @Override
  public long index() {
    return index;
  }

  @Override
  public Size size() {
    return new Size(rows.length(), columns.length());
  }

  @Override
  public Size target() {
    return target;
  }

  @Override
  public void crop(Box box, Size to, Filter how) {
    if (to.height() < 1 || to.width() < 1) {
      throw new IllegalArgumentException("A crop is resized to at least one pixel, not to " + to);
    }
    moved = true;
    if (!AxisMap.keepsPixels(box.top(), box.height(), to.height())
        || !AxisMap.keepsPixels(box.left(), box.width(), to.width())) {
      filter = how;
    }
    rows = rows.crop(box.top(), box.height(), to.height());
    columns = columns.crop(box.left(), box.width(), to.width());
  }

  @Override
  public void flipHorizontally() {
    moved = true;
    columns = columns.flip();
  }

  @Override
  public Pixels pixels() {
    opened = true;
    Size source = planes.size();
    if (!rows.isIdentity(source.height()) || !columns.isIdentity(source.width())) {
      planes = new Planes(size(), resampled());
      rows = AxisMap.identity(rows.length());
      columns = AxisMap.identity(columns.length());
      filter = Filter.NEAREST;
    }
    return planes;
  }

  /** The pixels at the size that the network receives: what is not that size is resized. */
  Pixels finish() {
    if (!size().equals(target)) {
      crop(new Box(0, 0, rows.length(), columns.length()), target, Filter.BILINEAR);
    }
    return pixels();
  }

  private float[][] resampled() {
    boolean bilinear = filter == Filter.BILINEAR;
    AxisMap.Taps down = bilinear ? rows.bilinear() : rows.nearest();
    AxisMap.Taps across = bilinear ? columns.bilinear() : columns.nearest();
    int stride = planes.size().width();
    float[][] output = new float[planes.channels()][];
    for (int channel = 0; channel < output.length; channel++) {
      float[] source = planes.plane(channel);
      output[channel] =
          bilinear ? blend(source, stride, down, across) : gather(source, stride, down, across);
    }
    return output;
  }

  private static float[] gather(
      float[] source, int stride, AxisMap.Taps down, AxisMap.Taps across) {
    int height = down.lower().length;
    int width = across.lower().length;
    float[] output = new float[height * width];
    for (int y = 0; y < height; y++) {
      int row = down.lower()[y];
      if (row < 0) {
        continue;
      }
      for (int x = 0; x < width; x++) {
        int column = across.lower()[x];
        output[y * width + x] = column < 0 ? 0 : source[row * stride + column];
      }
    }
    return output;
  }

  private static float[] blend(float[] source, int stride, AxisMap.Taps down, AxisMap.Taps across) {
    int height = down.lower().length;
    int width = across.lower().length;
    float[] output = new float[height * width];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        float above = blendRow(source, stride, down.lower()[y], across, x);
        float below = blendRow(source, stride, down.upper()[y], across, x);
        output[y * width + x] = above + (below - above) * down.weight()[y];
      }
    }
    return output;
  }

  private static float blendRow(
      float[] source, int stride, int row, AxisMap.Taps across, int output) {
    if (row < 0) {
      return 0;
    }
    int lower = across.lower()[output];
    int upper = across.upper()[output];
    float left = lower < 0 ? 0 : source[row * stride + lower];
    float right = upper < 0 ? 0 : source[row * stride + upper];
    return left + (right - left) * across.weight()[output];
  }
}
