package io.bagoftricks.backends.onednn.internal.kernel;

import io.bagoftricks.api.network.Conv2d;
import io.bagoftricks.api.network.Network;
import io.bagoftricks.api.network.Shape;
import io.bagoftricks.api.network.Size;
import io.bagoftricks.backends.onednn.internal.natives.Formats;
import io.bagoftricks.backends.onednn.internal.natives.Primitives;
import io.bagoftricks.backends.onednn.internal.natives.WrongKernels;
import io.bagoftricks.backends.onednn.internal.plan.Placement;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.bytedeco.dnnl.convolution_backward_data;
import org.bytedeco.dnnl.convolution_backward_weights;
import org.bytedeco.dnnl.convolution_forward;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive_attr;
import org.bytedeco.dnnl.primitive_desc;

/** Descriptors of a convolution's three passes, and the layouts to try for each. */
final class Convolution {
  /** Types and layouts of activations, or of their gradients. */
  record Variant(memory.desc source, memory.desc destination, memory.data_type type) {}

  private static final dnnl.algorithm DIRECT = dnnl.algorithm.convolution_direct;

  private final engine engine;
  private final long[] weightShape;
  private final memory.desc bias;
  private final long[] strides;
  private final long[] padding;
  private final long[] gaps;
  private final WrongKernels wrong;
  private final List<Variant> variants = new ArrayList<>();

  /**
   * The convolution of a place.
   *
   * @param biased whether a vector is added to the result
   */
  Convolution(Placement at, boolean biased) {
    Conv2d settings = at.layer(Conv2d.class);
    Shape in = at.inputShape(0);
    this.engine = at.assembler().device().engine();
    this.weightShape = weightShape(settings, in.channels());
    this.bias = biased ? Formats.vector(settings.outChannels()) : new memory.desc();
    this.strides = new long[] {settings.stride().height(), settings.stride().width()};
    this.padding = new long[] {settings.padding().height(), settings.padding().width()};
    // oneDNN counts what lies between neighbors.
    this.gaps = new long[] {settings.dilation().height() - 1, settings.dilation().width() - 1};
    this.wrong = new WrongKernels(settings, in, at.convolvedShape());
    boolean readsImages = at.unit().inputs().get(0).equals(Network.INPUT);
    // With a channel of its own for each group a convolution waits for memory, not for products.
    boolean isDepthwise = settings.groups() == in.channels();
    for (memory.data_type type :
        isDepthwise ? at.formats().computeTypes() : at.formats().productTypes()) {
      addVariants(at, in, type, readsImages);
    }
  }

  /** The variants to try, in order. */
  List<Variant> variants() {
    return variants;
  }

  convolution_forward.primitive_desc forward(
      dnnl.prop_kind kind, Variant variant, primitive_attr attributes) {
    convolution_forward.primitive_desc descriptor =
        new convolution_forward.primitive_desc(
            engine,
            kind,
            DIRECT,
            variant.source(),
            weights(variant.type()),
            bias,
            variant.destination(),
            strides,
            gaps,
            padding,
            padding,
            attributes,
            false);
    return without(wrong::isWrongForward, descriptor);
  }

  convolution_backward_data.primitive_desc backwardData(Variant variant) {
    return new convolution_backward_data.primitive_desc(
        engine,
        DIRECT,
        variant.source(),
        weights(variant.type()),
        variant.destination(),
        strides,
        gaps,
        padding,
        padding,
        hint(variant),
        Primitives.attributes(),
        false);
  }

  /** Gradients of weight and bias come in 32 bits. */
  convolution_backward_weights.primitive_desc backwardWeights(Variant variant) {
    convolution_forward.primitive_desc hint = hint(variant);
    convolution_backward_weights.primitive_desc descriptor =
        new convolution_backward_weights.primitive_desc(
            engine,
            DIRECT,
            variant.source(),
            weights(memory.data_type.f32),
            bias,
            variant.destination(),
            strides,
            gaps,
            padding,
            padding,
            hint,
            Primitives.attributes(),
            false);
    try {
      return without(name -> wrong.isWrongForWeights(name, variant.type()), descriptor);
    } finally {
      // The descriptor points to it as long as it looks for other kernels.
      Reference.reachabilityFence(hint);
    }
  }

  private static <P extends primitive_desc> P without(Predicate<String> isWrong, P descriptor) {
    while (isWrong.test(descriptor.impl_info_str().getString())) {
      if (!descriptor.next_impl()) {
        throw new IllegalStateException("every kernel for this gives wrong results");
      }
    }
    return descriptor;
  }

  private convolution_forward.primitive_desc hint(Variant variant) {
    return forward(dnnl.prop_kind.forward_training, variant, Primitives.attributes());
  }

  private memory.desc weights(memory.data_type type) {
    return new memory.desc(weightShape, type, memory.format_tag.any);
  }

  /** With an extent of its own for groups, where there are some. */
  private static long[] weightShape(Conv2d settings, int inChannels) {
    int groups = settings.groups();
    long outputs = settings.outChannels() / groups;
    long inputs = inChannels / groups;
    Size kernel = settings.kernel();
    return groups == 1
        ? new long[] {outputs, inputs, kernel.height(), kernel.width()}
        : new long[] {groups, outputs, inputs, kernel.height(), kernel.width()};
  }

  private void addVariants(Placement at, Shape in, memory.data_type type, boolean readsImages) {
    int batch = at.batch();
    Shape out = at.convolvedShape();
    memory.desc ordered = at.formats().of(batch, out, type);
    if (readsImages) {
      variants.add(new Variant(Formats.any(batch, in, type), ordered, type));
    }
    variants.add(new Variant(at.formats().of(batch, in, type), ordered, type));
    variants.add(
        new Variant(
            Formats.channelsLast(batch, in, type), Formats.channelsLast(batch, out, type), type));
    variants.add(new Variant(Formats.any(batch, in, type), Formats.any(batch, out, type), type));
  }
}
