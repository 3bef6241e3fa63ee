package io.bagoftricks.engine.images.internal.pack;

import io.bagoftricks.api.data.Split;
import io.bagoftricks.api.network.Shape;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The facts that hold for all images of a pack.
 *
 * @param image the shape that a network receives where nobody says another
 * @param classes their names, in the order of labels
 * @param images of each split; those of train come first, then validation, then test
 */
public record PackHead(Shape image, List<String> classes, Map<Split, Integer> images) {
  /** Copies list and map. */
  public PackHead {
    classes = List.copyOf(classes);
    Map<Split, Integer> counts = new EnumMap<>(Split.class);
    for (Split split : Split.values()) {
      counts.put(split, images.getOrDefault(split, 0));
    }
    images = Collections.unmodifiableMap(counts);
  }

  /** How many images of a split there are. */
  public int count(Split split) {
    return images.getOrDefault(split, 0);
  }

  /** The number of the first image of a split. */
  public int first(Split split) {
    return Arrays.stream(Split.values())
        .takeWhile(before -> before != split)
        .mapToInt(this::count)
        .sum();
  }

  /** All images. */
  public int count() {
    return Arrays.stream(Split.values()).mapToInt(this::count).reduce(0, Math::addExact);
  }
}
