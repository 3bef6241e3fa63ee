package io.bagoftricks.engine.internal.loader;

import io.bagoftricks.api.Box;
import io.bagoftricks.api.Filter;
import io.bagoftricks.api.Moment;
import io.bagoftricks.api.Pixels;
import io.bagoftricks.api.Sample;
import io.bagoftricks.api.data.Dataset;
import io.bagoftricks.api.data.Picture;
import io.bagoftricks.api.image.Affine;
import io.bagoftricks.api.image.Rgb;
import io.bagoftricks.api.network.Size;
import io.bagoftricks.api.random.Draws;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An image on its way to the network, decoded or not yet. Crops, flips and warps are recorded;
 * asking for the pixels executes them at once, or copies nothing where there was none. Pixel
 * centers lie at one half. If crops name different filters, the last one that does not keep whole
 * pixels decides.
 */
final class SampleView implements Sample {
  private final long index;
  private final Size target;
  private final Moment moment;
  private @Nullable Draws draws;
  private final WorkerBuffers buffers;
  private final Size source;
  private final SampleView root;
  private @Nullable Picture picture;
  private @Nullable Planes planes;
  private @Nullable IOException failure;
  private final int channels;
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

  /**
   * A view of an image, which it takes over.
   *
   * @param buffers of the thread
   */
  SampleView(long index, Dataset.Image image, Size target, Moment moment, WorkerBuffers buffers) {
    this.index = index;
    this.target = target;
    this.moment = moment;
    this.buffers = buffers;
    this.source = image.size();
    this.root = this;
    this.planes = new Planes(image.size(), image.planes());
    this.channels = image.planes().length;
    this.geometry = new Geometry(image.size());
  }

  /** A branch of a view, with planes of its own. */
  private SampleView(SampleView from, Planes copies) {
    this.index = from.index;
    this.target = from.target;
    this.moment = from.moment;
    this.buffers = from.buffers;
    this.source = from.source;
    this.root = from.root;
    this.planes = copies;
    this.channels = copies.channels();
    this.geometry = new Geometry(copies.size());
    this.draws = from.draws;
    this.notes = from.notes;
  }

  /**
   * A view of a picture, which is decoded when its pixels are needed, and then closed.
   *
   * @param channels of the network; gray is widened to them
   */
  SampleView(
      long index,
      Picture picture,
      int channels,
      Size target,
      Moment moment,
      WorkerBuffers buffers) {
    this.index = index;
    this.target = target;
    this.moment = moment;
    this.buffers = buffers;
    this.source = picture.size();
    this.root = this;
    this.picture = picture;
    this.channels = channels;
    this.geometry = new Geometry(source);
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
    return executed();
  }

  private Planes executed() {
    Planes result = planes;
    if (result == null || !geometry.isIdentity()) {
      Size size = size();
      try {
        result =
            new Planes(size, result == null ? decoded() : geometry.of(result.planes(), buffers));
      } catch (HeapShareException e) {
        throw refused(e);
      }
      planes = result;
      geometry = new Geometry(size);
    }
    return result;
  }

  private UncheckedIOException refused(HeapShareException tooLarge) {
    TooLargeException reason = tooLarge.of(source);
    root.failure = reason;
    return new UncheckedIOException(reason);
  }

  private float[][] decoded() {
    try (Picture decoding = Objects.requireNonNull(picture, "it has planes or a picture")) {
      return widened(geometry.of(decoding, buffers));
    } catch (IOException e) {
      root.failure = e;
      throw new UncheckedIOException(e);
    } finally {
      picture = null;
    }
  }

  /** Of gray, a copy for each channel of the network. */
  private float[][] widened(float[][] decoded) {
    if (decoded.length == channels) {
      return decoded;
    }
    float[][] widened = buffers.planes(channels, decoded[0].length);
    for (float[] plane : widened) {
      System.arraycopy(decoded[0], 0, plane, 0, plane.length);
    }
    return widened;
  }

  /** Why the picture could not be decoded, whatever was made of that since. */
  Optional<IOException> failure() {
    return Optional.ofNullable(failure);
  }

  @Override
  public Sample branch() {
    opened = true;
    Planes from = executed();
    float[][] copies;
    try {
      copies = buffers.planes(from.channels(), from.plane(0).length);
    } catch (HeapShareException e) {
      throw refused(e);
    }
    for (int channel = 0; channel < copies.length; channel++) {
      System.arraycopy(from.plane(channel), 0, copies[channel], 0, copies[channel].length);
    }
    return new SampleView(this, new Planes(from.size(), copies));
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
    return executed();
  }
}
