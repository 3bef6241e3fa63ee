package io.bagoftricks.backends.onednn;

import io.bagoftricks.api.network.Precision;
import io.bagoftricks.backends.onednn.Formats.Order;
import java.util.Locale;

/**
 * Choices that depend on the processor. They follow from its instruction set alone, never from a
 * measurement: the same machine gives the same bits.
 *
 * @param order of the axes of activations
 * @param weightGradientsByMatmul whether the gradients of 1x1 convolutions' weights are products of
 *     matrices; needs the channels last
 */
record Tuning(Order order, boolean weightGradientsByMatmul) {
  /** The choices for a precision on this processor. */
  static Tuning of(Precision precision, Device device) {
    Order order = Formats.preferred(precision, device.engine());
    boolean tiles = Device.instructionSet().toLowerCase(Locale.ROOT).contains("amx");
    return new Tuning(
        order, tiles && precision == Precision.BFLOAT16 && order == Order.CHANNELS_LAST);
  }
}
