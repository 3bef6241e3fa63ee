package io.bagoftricks.engine.plugin;

import io.bagoftricks.api.data.DataFacts;
import io.bagoftricks.api.data.Picture;
import io.bagoftricks.api.data.PixelBuffer;
import io.bagoftricks.api.network.Size;
import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A picture of a plugin: a failure names whose it is, and what it decodes is checked. */
record GuardedPicture(
    Picture opened,
    Size size,
    int channels,
    Supplier<String> which,
    DataFacts facts,
    TypeCalls calls,
    AtomicBoolean closed)
    implements Picture {
  private static final String WRONG = "plugin/wrong-data";

  /**
   * Asks for the size.
   *
   * @param facts say how many channels there may be
   * @throws TypeException if it is none that can be used
   */
  static GuardedPicture of(
      Picture opened, Supplier<String> which, DataFacts facts, TypeCalls calls) {
    Size size = calls.call("size", which, opened, opened::size);
    int channels = calls.call("channels", which, opened, opened::channels);
    if (size.height() < 1 || size.width() < 1) {
      throw calls.broken(
          WRONG, "size", which.get(), "it gave a picture of " + size + ", which has no pixel.");
    }
    if (channels != 1 && channels != facts.image().channels()) {
      throw calls.broken(
          WRONG,
          "channels",
          which.get(),
          String.format(
              Locale.ROOT,
              "it gave a picture of %d channels, but the network receives %d; only gray images (1) are widened.",
              channels,
              facts.image().channels()));
    }
    return new GuardedPicture(opened, size, channels, which, facts, calls, new AtomicBoolean());
  }

  /**
   * {@inheritDoc}
   *
   * @throws TypeException if it gives something else
   */
  @Override
  public Part decode(Cut cut, PixelBuffer buffer) throws IOException {
    Part part = calls.reading("decode", which, opened, () -> opened.decode(cut, buffer), true);
    @Nullable String fault = fault(part, cut);
    if (fault != null) {
      throw calls.broken(WRONG, "decode", which.get(), fault);
    }
    return part;
  }

  @Override
  public Picture refuse(IOException reason) throws IOException {
    return of(
        calls.reading("refuse", which, opened, () -> opened.refuse(reason), true),
        which,
        facts,
        calls);
  }

  private @Nullable String fault(Part part, Cut cut) {
    @Nullable Size given = part.size();
    byte @Nullable [] pixels = part.pixels();
    if (given == null || pixels == null) {
      return "it gave a part without a size, or without pixels.";
    }
    int reduction = part.reduction();
    if (reduction < 1 || reduction > cut.reduction() || Integer.bitCount(reduction) != 1) {
      return String.format(
          Locale.ROOT,
          "it gave a picture reduced by %d, where at most %d was asked for.",
          reduction,
          cut.reduction());
    }
    if (!part.covers(cut)) {
      return "it gave " + given + " pixels that do not cover " + cut + ".";
    }
    long needed = (long) given.height() * given.width() * channels;
    return pixels.length < needed
        ? String.format(
            Locale.ROOT, "it gave %d bytes for %s pixels of %d.", pixels.length, given, channels)
        : null;
  }

  /** Once, however often the engine does. */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      calls.call(
          "close",
          which,
          opened,
          () -> {
            opened.close();
            return true;
          });
    }
  }
}
