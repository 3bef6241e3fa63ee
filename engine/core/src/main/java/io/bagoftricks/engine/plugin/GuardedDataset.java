package io.bagoftricks.engine.plugin;

import io.bagoftricks.api.data.DataFacts;
import io.bagoftricks.api.data.Dataset;
import io.bagoftricks.api.data.Picture;
import io.bagoftricks.api.data.StoredImage;
import io.bagoftricks.engine.internal.values.FloatCheck;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Images of a plugin: a failure names whose they are, and labels and pixels are checked before
 * anybody computes with them.
 */
final class GuardedDataset implements Dataset {
  private static final String WRONG = "plugin/wrong-data";

  private final Dataset opened;
  private final int size;
  private final DataFacts facts;
  private final TypeCalls calls;

  private GuardedDataset(Dataset opened, int size, DataFacts facts, TypeCalls calls) {
    this.opened = opened;
    this.size = size;
    this.facts = facts;
    this.calls = calls;
  }

  static GuardedDataset of(Dataset opened, DataFacts facts, TypeCalls calls) {
    return new GuardedDataset(
        opened, calls.call("size", () -> "", opened, opened::size), facts, calls);
  }

  @Override
  public int size() {
    return size;
  }

  /**
   * {@inheritDoc}
   *
   * @throws TypeException if there is no such class
   */
  @Override
  public int label(int index) {
    int label = calls.call("label", at(index), opened, () -> opened.label(index));
    if (label < 0 || label >= facts.classes()) {
      throw calls.broken(
          WRONG,
          "label",
          at(index).get(),
          String.format(
              Locale.ROOT,
              "it gave the label %d, but there are %d classes, from 0.",
              label,
              facts.classes()));
    }
    return label;
  }

  /**
   * {@inheritDoc}
   *
   * @throws TypeException if it is not an image that can be used
   */
  @Override
  public Image read(int index) throws IOException {
    Image image = calls.reading("read", at(index), opened, () -> opened.read(index), true);
    @Nullable String fault = fault(image);
    if (fault != null) {
      throw calls.broken(WRONG, "read", at(index).get(), fault);
    }
    return image;
  }

  /**
   * {@inheritDoc}
   *
   * @throws TypeException if it is not a picture that can be used
   */
  @Override
  public Optional<Picture> picture(int index) throws IOException {
    Optional<Picture> opened =
        calls.reading("picture", at(index), this.opened, () -> this.opened.picture(index), true);
    return opened.isEmpty()
        ? opened
        : Optional.of(GuardedPicture.of(opened.get(), at(index), facts, calls));
  }

  @Override
  public Optional<StoredImage> stored(int index) throws IOException {
    return calls.reading("stored", at(index), opened, () -> opened.stored(index), true);
  }

  @Override
  public List<String> faults() {
    return calls.call("faults", () -> "", opened, () -> List.copyOf(opened.faults()));
  }

  /** {@inheritDoc} A failure names the plugin. */
  @Override
  public void close() {
    close(opened, calls);
  }

  /** Closes images of a plugin. */
  static void close(Dataset opened, TypeCalls calls) {
    calls.call(
        "close",
        () -> "",
        opened,
        () -> {
          opened.close();
          return opened;
        });
  }

  private @Nullable String fault(Image image) {
    float @Nullable [] @Nullable [] planes = image.planes();
    if (image.size() == null || planes == null) {
      return "it gave an image without a size, or without planes.";
    }
    int channels = facts.image().channels();
    if (planes.length != 1 && planes.length != channels) {
      return String.format(
          Locale.ROOT,
          "it gave an image of %d channels, but the network receives %d; only gray images (1) are"
              + " widened.",
          planes.length,
          channels);
    }
    long area = (long) image.size().height() * image.size().width();
    for (float @Nullable [] plane : planes) {
      if (plane == null || area == 0 || plane.length != area) {
        return String.format(
            Locale.ROOT,
            "it gave an image of %s pixels with a plane of %d values.",
            image.size(),
            plane == null ? 0 : plane.length);
      }
      if (!FloatCheck.isFinite(plane, 0, plane.length)) {
        return "it gave an image with pixels that are not finite.";
      }
    }
    return null;
  }

  private static Supplier<String> at(int index) {
    return () -> "image " + index;
  }
}
