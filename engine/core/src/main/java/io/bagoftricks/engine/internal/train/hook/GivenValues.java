package io.bagoftricks.engine.internal.train.hook;

import io.bagoftricks.api.FlatValues;
import io.bagoftricks.backends.spi.FlatArray;
import io.bagoftricks.backends.spi.Weights;
import io.bagoftricks.backends.spi.Weights.Part;
import io.bagoftricks.engine.internal.state.StoredValues;
import java.util.Locale;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Values that a trick gives for a part of the weights.
 *
 * @param what they are, in messages
 */
public record GivenValues(String what, FlatValues values) {
  /** Copies them, on the device where that is possible. */
  public void copyInto(Weights weights, Part part) {
    if (values instanceof StoredValues stored) {
      weights.copyFrom(part, stored.placed());
    } else {
      try (FlatArray array = weights.view(values.values())) {
        weights.copyFrom(part, array);
      }
    }
  }

  /**
   * Checks number and type.
   *
   * @param length of the network's own part
   * @throws IllegalArgumentException if they are not as many, or of another type
   */
  public void checkFits(long length, DataType type) {
    if (values.length() != length || type() != type) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "The %s are %,d values of type %s, but the network has %,d of type %s",
              what,
              values.length(),
              type(),
              length,
              type));
    }
  }

  /** Their type, which fetches nothing from a device. */
  private DataType type() {
    return (values instanceof StoredValues stored ? stored.host() : values.values()).dataType();
  }
}
