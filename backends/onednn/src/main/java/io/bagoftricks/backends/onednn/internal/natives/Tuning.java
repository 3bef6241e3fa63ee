package io.bagoftricks.backends.onednn.internal.natives;

import io.bagoftricks.api.network.Precision;
import io.bagoftricks.backends.onednn.internal.natives.Formats.Order;

/**
 * Choices that depend on the processor. They follow from its instruction set and from the type that
 * is stored, never from a measurement of a kernel: the same machine gives the same bits.
 *
 * @param order of the axes of activations
 * @param tiles whether matrices are multiplied in tiles (AMX)
 * @param winograd whether convolutions may use Winograd's algorithm
 */
public record Tuning(Order order, boolean tiles, boolean winograd) {
  /** The choices for a precision on this processor. */
  public static Tuning of(Precision precision, Device device) {
    // Tiles multiply 16 bits so fast that 32 bits with a quarter of the products are slower.
    boolean winograd = precision == Precision.FLOAT || !device.hasTiles();
    return new Tuning(Formats.preferred(precision, device.engine()), device.hasTiles(), winograd);
  }
}
