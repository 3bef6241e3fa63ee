package io.bagoftricks.engine.data;

import io.bagoftricks.api.Box;
import io.bagoftricks.api.Filter;
import io.bagoftricks.api.Moment;
import io.bagoftricks.api.Pixels;
import io.bagoftricks.api.Sample;
import io.bagoftricks.api.data.Dataset;
import io.bagoftricks.api.image.Affine;
import io.bagoftricks.api.image.Rgb;
import io.bagoftricks.api.network.Size;
import io.bagoftricks.api.random.Draws;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A decoded image on its way to the network. Crops, flips and warps are recorded; asking for the
 * pixels executes them at once, or copies nothing where there was none. Pixel centers lie at one
 * half. If crops name different filters, the last one that does not keep whole pixels decides.
 */
final class SampleView implements Sample {
  private final long index;
  private final Size target;
  private final Moment moment;
  private @Nullable Draws draws;
  private Planes planes;
  private Geometry geometry;
  private boolean moved;
  private boolean opened;
  private @Nullable Consumer<String> notes;

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
    this.geometry = new Geometry(image.size());
  }

  /** Takes what tricks say of their draws from now on. */
  void listen(Consumer<String> newNotes) {
    notes = newNotes;
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
    return geometry.size();
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
    geometry.crop(box, to, how);
  }

  @Override
  public void flipHorizontally() {
    moved = true;
    geometry.flipHorizontally();
  }

  @Override
  public void flipVertically() {
    moved = true;
    geometry.flipVertically();
  }

  @Override
  public void warp(Affine source, Filter how, Rgb fill) {
    moved = true;
    geometry.warp(source, how, fill);
  }

  @Override
  public Pixels pixels() {
    opened = true;
    if (!geometry.isIdentity()) {
      planes = new Planes(size(), geometry.of(planes.planes()));
      geometry = new Geometry(planes.size());
    }
    return planes;
  }

  @Override
  public Sample branch() {
    Pixels pixels = pixels();
    float[][] copies = new float[pixels.channels()][];
    for (int channel = 0; channel < copies.length; channel++) {
      copies[channel] = pixels.plane(channel).clone();
    }
    Dataset.Image copy = new Dataset.Image(pixels.size(), copies);
    SampleView branch = new SampleView(index, copy, target, moment);
    branch.draws = draws;
    branch.notes = notes;
    return branch;
  }

  @Override
  public void note(Supplier<String> drawn) {
    if (notes != null) {
      notes.accept(drawn.get());
    }
  }

  /**
   * The pixels at the size that the network receives. What is not that size is resized: smoothed
   * where it shrinks.
   */
  Pixels finish() {
    Size size = size();
    if (!size.equals(target)) {
      boolean shrinks = size.height() > target.height() || size.width() > target.width();
      Filter filter = shrinks ? Filter.ANTIALIASED_BILINEAR : Filter.BILINEAR;
      crop(new Box(0, 0, size.height(), size.width()), target, filter);
    }
    return pixels();
  }
}
