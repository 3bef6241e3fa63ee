package io.bagoftricks.engine.images.pack;

import io.bagoftricks.api.data.DataFacts;
import io.bagoftricks.api.data.DataSource;
import io.bagoftricks.api.data.Dataset;
import io.bagoftricks.api.data.Split;
import io.bagoftricks.engine.internal.storage.FileHash;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** The images of all splits of a source, in a row. */
final class PackParts implements AutoCloseable {
  private final List<Part> parts = new ArrayList<>();

  /**
   * The images of a split.
   *
   * @param first the place of its first image among those of all splits
   */
  record Part(Split split, Dataset images, int first) {}

  /**
   * Opens a source.
   *
   * @throws IOException if a split cannot be opened; none is open then
   */
  static PackParts open(DataSource source, DataFacts facts) throws IOException {
    PackParts opened = new PackParts();
    try {
      int first = 0;
      for (Split split : Split.values()) {
        if (facts.examples(split) > 0) {
          Dataset images = source.open(split);
          opened.parts.add(new Part(split, images, first));
          first = Math.addExact(first, images.size());
        }
      }
      return opened;
    } catch (IOException | RuntimeException | Error e) {
      try (opened) {
        throw e;
      }
    }
  }

  /** How many images each split has. */
  Map<Split, Integer> counts() {
    Map<Split, Integer> counts = new EnumMap<>(Split.class);
    parts.forEach(part -> counts.put(part.split(), part.images().size()));
    return counts;
  }

  /** The labels of all images. */
  FileHash labels() {
    FileHash labels = new FileHash();
    for (Part part : parts) {
      Dataset images = part.images();
      ByteBuffer all = ByteBuffer.allocate(Integer.BYTES * images.size());
      IntStream.range(0, images.size()).forEach(i -> all.putInt(images.label(i)));
      labels.add(all.array());
    }
    return labels;
  }

  /** The part that an image is in. */
  Part of(int number) {
    Part found = parts.get(0);
    for (Part part : parts) {
      found = part.first() <= number ? part : found;
    }
    return found;
  }

  /** All that is wrong with the images and was met so far. */
  List<String> faults() {
    return parts.stream().flatMap(part -> part.images().faults().stream()).toList();
  }

  @Override
  public void close() {
    parts.forEach(part -> part.images().close());
  }
}
