package io.bagoftricks.engine.images.internal.pack;

import java.util.Arrays;
import java.util.Optional;

/** The meaning of an image's bytes in a pack. */
public enum PackForm {
  /** A sentence in UTF-8: why the image could not be read when the pack was made. */
  NONE(0),
  /** An image file: JPEG, PNG or another that an image folder may have. */
  FILE(1),
  /** Pixels row after row, the channels of a pixel beside each other, 8 bits each. */
  ROWS(2);

  private final int number;

  PackForm(int number) {
    this.number = number;
  }

  /** The number that a pack has for it. */
  int number() {
    return number;
  }

  /** The form of that number; empty where there is none. */
  static Optional<PackForm> of(int number) {
    return Arrays.stream(values()).filter(form -> form.number == number).findFirst();
  }
}
