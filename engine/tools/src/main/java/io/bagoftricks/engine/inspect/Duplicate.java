package io.bagoftricks.engine.inspect;

import java.util.List;

/**
 * Images with the same pixels.
 *
 * @param images in the order of splits
 */
public record Duplicate(List<Place> images) {
  /**
   * One of the images.
   *
   * @param image its file, or its split and number
   * @param label its class
   */
  public record Place(String split, String image, String label) {}

  /** Copies the list. */
  public Duplicate {
    images = List.copyOf(images);
  }

  /** Whether images of different splits are the same: what is judged by was learned. */
  public boolean isLeak() {
    return images.stream().map(Place::split).distinct().count() > 1;
  }

  /** Whether the same image has different labels. */
  public boolean isContradiction() {
    return images.stream().map(Place::label).distinct().count() > 1;
  }
}
