package io.bagoftricks.backends.onednn.internal.natives;

import io.bagoftricks.api.network.Precision;
import io.bagoftricks.backends.onednn.internal.natives.Formats.Order;

/**
 * Choices that depend on the processor. They follow from its instruction set, from the type that is
 * stored and from how fast its ports multiply bf16 ({@link Device#multipliesBfloat16Fast}), never
 * from a race of kernels: the same machine gives the same bits.
 *
 * @param order of the axes of activations
 * @param tiles whether matrices are multiplied in tiles (AMX)
 * @param winograd whether convolutions may use Winograd's algorithm
 * @param wide whether matrices are multiplied in 32 bits, whatever type activations are stored in
 */
public record Tuning(Order order, boolean tiles, boolean winograd, boolean wide) {
  /** The choices for a precision on this processor. */
  public static Tuning of(Precision precision, Device device) {
    // Tiles multiply 16 bits so fast that 32 bits with a quarter of the products are slower.
    boolean winograd = precision == Precision.FLOAT || !device.hasTiles();
    if (precision == Precision.BFLOAT16 && !device.multipliesBfloat16Fast()) {
      return wide(device, winograd);
    }
    Order order = Formats.preferred(precision, device.engine());
    return new Tuning(order, device.hasTiles(), winograd, false);
  }

  /**
   * Those for activations of 16 bits that are multiplied in 32 bits.
   *
   * @param winograd whether convolutions may use Winograd's algorithm
   */
  public static Tuning wide(Device device, boolean winograd) {
    Order order = device.hasLongVectors() ? Order.BLOCKS_OF_16 : Order.BLOCKS_OF_8;
    return new Tuning(order, false, winograd, true);
  }
}
