package io.bagoftricks.backends.onednn.internal.natives;

import io.bagoftricks.api.network.Precision;
import io.bagoftricks.api.network.Shape;
import java.util.List;
import org.bytedeco.dnnl.convolution_forward;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;

/**
 * How a plan stores activations: one type, and one order of axes. The order is what oneDNN itself
 * would choose for a convolution on this processor: channels last where matrices are multiplied in
 * tiles (AMX), blocks of channels elsewhere.
 */
public final class Formats {
  /** An order of axes, and the number of channels that a shape must be a multiple of for it. */
  public enum Order {
    CHANNELS_LAST(memory.format_tag.nhwc, 1),
    BLOCKS_OF_8(memory.format_tag.nChw8c, 8),
    BLOCKS_OF_16(memory.format_tag.nChw16c, 16);

    private final memory.format_tag tag;
    private final int multiple;

    Order(memory.format_tag tag, int multiple) {
      this.tag = tag;
      this.multiple = multiple;
    }

    /** Neighboring channels of a block; 1 where the channels are last. */
    public int block() {
      return multiple;
    }
  }

  private final memory.data_type storage;
  private final Tuning tuning;

  public Formats(Precision precision, Tuning tuning) {
    this.storage = typeOf(precision);
    this.tuning = tuning;
  }

  /** Choices that depend on the processor. */
  public Tuning tuning() {
    return tuning;
  }

  /** The order for a precision on this processor. */
  static Order preferred(Precision precision, engine engine) {
    // Where a type has no convolution of its own, 32 bits compute it.
    memory.data_type type =
        precision == Precision.BFLOAT16 ? typeOf(precision) : memory.data_type.f32;
    long[] image = {1, 64, 56, 56};
    memory.desc any = new memory.desc(image, type, memory.format_tag.any);
    memory.desc weights = new memory.desc(new long[] {64, 64, 3, 3}, type, memory.format_tag.any);
    long[] one = {1, 1};
    memory.desc chosen;
    try {
      chosen =
          new convolution_forward.primitive_desc(
                  engine,
                  dnnl.prop_kind.forward_training,
                  dnnl.algorithm.convolution_direct,
                  any,
                  weights,
                  any,
                  one,
                  one,
                  one,
                  Primitives.attributes(),
                  false)
              .dst_desc();
    } catch (RuntimeException e) {
      return Order.CHANNELS_LAST;
    }
    for (Order order : Order.values()) {
      if (chosen.equals(new memory.desc(image, type, order.tag))) {
        return order;
      }
    }
    return Order.CHANNELS_LAST;
  }

  /** The type that activations are stored in. */
  public memory.data_type storage() {
    return storage;
  }

  /** The types to try for a computation, the stored one first. */
  public List<memory.data_type> computeTypes() {
    return storage == memory.data_type.f32
        ? List.of(storage)
        : List.of(storage, memory.data_type.f32);
  }

  /** The same for products of matrices. */
  public List<memory.data_type> productTypes() {
    return tuning.wide() ? List.of(memory.data_type.f32) : computeTypes();
  }

  /** A batch of activations as stored. */
  public memory.desc stored(int batch, Shape shape) {
    return of(batch, shape, storage);
  }

  /** A batch of activations in the order of this plan. */
  public memory.desc of(int batch, Shape shape, memory.data_type type) {
    return new memory.desc(extents(batch, shape), type, orderOf(shape).tag);
  }

  /** How a batch lies in memory in the order of this plan. */
  public Panels panels(int batch, Shape shape) {
    Order order = orderOf(shape);
    long positions = (long) shape.height() * shape.width();
    return order == Order.CHANNELS_LAST
        ? new Panels(1, batch * positions, shape.channels(), shape.channels())
        : new Panels(
            (long) batch * (shape.channels() / order.multiple),
            positions,
            order.multiple,
            shape.channels());
  }

  /**
   * A batch as rows of neighboring channels.
   *
   * @param count of panels: one with the channels last, else one for each image and block
   * @param rows of each panel
   * @param width channels of a row
   * @param channels of the whole
   */
  public record Panels(long count, long rows, int width, int channels) {}

  private Order orderOf(Shape shape) {
    Order order = tuning.order();
    return shape.channels() % order.multiple == 0 ? order : Order.CHANNELS_LAST;
  }

  /** A batch of activations with the channels last. */
  public static memory.desc channelsLast(int batch, Shape shape, memory.data_type type) {
    return new memory.desc(extents(batch, shape), type, Order.CHANNELS_LAST.tag);
  }

  /** A batch of activations in the order of ND4J arrays, 32 bits. */
  public static memory.desc plain(int batch, Shape shape) {
    return plain(batch, shape, memory.data_type.f32);
  }

  /** A batch of activations in the order of ND4J arrays. */
  public static memory.desc plain(int batch, Shape shape, memory.data_type type) {
    return new memory.desc(extents(batch, shape), type, memory.format_tag.nchw);
  }

  /** A batch of activations in whatever order a primitive likes best. */
  public static memory.desc any(int batch, Shape shape, memory.data_type type) {
    return new memory.desc(extents(batch, shape), type, memory.format_tag.any);
  }

  /** A vector of 32-bit values. */
  public static memory.desc vector(long length) {
    return new memory.desc(new long[] {length}, memory.data_type.f32, memory.format_tag.a);
  }

  /** Extents of a batch, in oneDNN's order. */
  public static long[] extents(int batch, Shape shape) {
    return new long[] {batch, shape.channels(), shape.height(), shape.width()};
  }

  private static memory.data_type typeOf(Precision precision) {
    return switch (precision) {
      case FLOAT -> memory.data_type.f32;
      case BFLOAT16 -> memory.data_type.bf16;
      case FLOAT16 -> memory.data_type.f16;
      case DOUBLE -> throw new IllegalArgumentException("oneDNN computes in no 64 bits");
    };
  }
}
