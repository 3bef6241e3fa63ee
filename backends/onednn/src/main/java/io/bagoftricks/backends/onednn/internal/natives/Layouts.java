package io.bagoftricks.backends.onednn.internal.natives;

import java.util.Arrays;
import java.util.Optional;
import org.bytedeco.dnnl.memory;
import org.bytedeco.javacpp.LongPointer;

/** Where values lie, whatever their type. */
public final class Layouts {
  private static final memory.format_tag[] TAGS = {
    memory.format_tag.nchw,
    memory.format_tag.nhwc,
    memory.format_tag.nChw8c,
    memory.format_tag.nChw16c,
    memory.format_tag.ab
  };

  private Layouts() {}

  /** Whether the layout is one of activations or matrices. */
  public static boolean isKnown(memory.desc desc) {
    return tag(desc).isPresent();
  }

  /** Whether two tensors keep equal indices at equal places. */
  public static boolean same(memory.desc left, memory.desc right) {
    return withType(left, right.get_data_type()).equals(right);
  }

  /**
   * The same shape and layout in another type.
   *
   * @throws java.util.NoSuchElementException if the layout is not known
   */
  public static memory.desc withType(memory.desc desc, memory.data_type type) {
    return new memory.desc(extents(desc), type, tag(desc).orElseThrow());
  }

  private static Optional<memory.format_tag> tag(memory.desc desc) {
    long[] extents = extents(desc);
    return Arrays.stream(TAGS)
        .filter(tag -> (tag == memory.format_tag.ab ? 2 : 4) == extents.length)
        .filter(tag -> desc.equals(new memory.desc(extents, desc.get_data_type(), tag)))
        .findFirst();
  }

  /** The shape of a tensor, in the order of its indices. */
  public static long[] extents(memory.desc desc) {
    LongPointer values = desc.get_dims();
    long[] array = new long[Math.toIntExact(values.limit())];
    values.get(array);
    return array;
  }
}
