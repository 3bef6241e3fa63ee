package io.bagoftricks.backends.onednn.internal.kernel;

import io.bagoftricks.api.network.AvgPool2d;
import io.bagoftricks.api.network.MaxPool2d;
import io.bagoftricks.api.network.Shape;
import io.bagoftricks.api.network.Size;
import io.bagoftricks.backends.onednn.internal.natives.Formats;
import io.bagoftricks.backends.onednn.internal.natives.Primitives;
import io.bagoftricks.backends.onednn.internal.plan.Assembler;
import io.bagoftricks.backends.onednn.internal.plan.Placement;
import io.bagoftricks.backends.onednn.internal.plan.Tensor;
import io.bagoftricks.backends.spi.Profiler.Kind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.pooling_backward;
import org.bytedeco.dnnl.pooling_forward;
import org.jspecify.annotations.Nullable;

/** Pooling over windows, or over whole images. */
public final class PoolKernel implements Kernel {
  private record Layout(memory.desc source, memory.desc destination) {}

  private record Window(
      dnnl.algorithm algorithm, Size kernel, Size stride, Size before, Size behind) {}

  private static final long[] DENSE = {0, 0};

  private final Placement at;
  private final Assembler assembler;
  private final Window window;
  private final pooling_forward.primitive_desc forward;
  private final Tensor output;
  private final @Nullable Tensor workspace;

  private PoolKernel(Placement at, Window window) {
    this.at = at;
    this.assembler = at.assembler();
    this.window = window;
    this.forward = Primitives.choose(at.name(), layouts(), this::describe).descriptor();
    this.output = at.newOutput();
    Tensor received = assembler.receiver(output, forward.dst_desc());
    Map<Integer, Tensor> arguments = new HashMap<>();
    arguments.put(dnnl.DNNL_ARG_SRC, assembler.converted(at.storedInput(0), forward.src_desc()));
    arguments.put(dnnl.DNNL_ARG_DST, received);
    memory.desc remembered = forward.workspace_desc();
    this.workspace = remembered.get_size() > 0 ? assembler.allocate(remembered) : null;
    if (workspace != null) {
      arguments.put(dnnl.DNNL_ARG_WORKSPACE, workspace);
    }
    assembler.execute(Kind.POOLING, forward, arguments);
    assembler.deliver(received, output);
  }

  public static PoolKernel max(Placement at) {
    MaxPool2d pool = at.layer(MaxPool2d.class);
    return new PoolKernel(
        at,
        new Window(
            dnnl.algorithm.pooling_max,
            pool.kernel(),
            pool.stride(),
            pool.padding(),
            pool.padding()));
  }

  public static PoolKernel average(Placement at) {
    AvgPool2d pool = at.layer(AvgPool2d.class);
    return new PoolKernel(
        at,
        new Window(
            pool.countsPadding()
                ? dnnl.algorithm.pooling_avg_include_padding
                : dnnl.algorithm.pooling_avg_exclude_padding,
            pool.kernel(),
            pool.stride(),
            pool.padding(),
            behind(at, pool)));
  }

  /** A window as large as the image. */
  public static PoolKernel global(Placement at) {
    Size whole = at.inputShape(0).size();
    Size none = Size.of(0);
    return new PoolKernel(
        at, new Window(dnnl.algorithm.pooling_avg_exclude_padding, whole, whole, none, none));
  }

  @Override
  public Tensor output() {
    return output;
  }

  @Override
  public boolean needsOutput() {
    return false;
  }

  @Override
  public List<@Nullable Tensor> backward(OutputGradient gradient, List<Boolean> wanted) {
    pooling_backward.primitive_desc backward =
        new pooling_backward.primitive_desc(
            assembler.device().engine(),
            window.algorithm(),
            forward.src_desc(),
            forward.dst_desc(),
            pair(window.stride()),
            pair(window.kernel()),
            DENSE,
            pair(window.before()),
            pair(window.behind()),
            forward,
            Primitives.attributes(),
            false);
    Tensor target = assembler.allocate(at.formats().stored(at.batch(), at.inputShape(0)));
    Tensor received = assembler.receiver(target, backward.diff_src_desc());
    Map<Integer, Tensor> arguments = new HashMap<>();
    arguments.put(
        dnnl.DNNL_ARG_DIFF_DST, assembler.converted(gradient.whole(), backward.diff_dst_desc()));
    arguments.put(dnnl.DNNL_ARG_DIFF_SRC, received);
    if (workspace != null) {
      arguments.put(dnnl.DNNL_ARG_WORKSPACE, workspace);
    }
    assembler.execute(Kind.POOLING, backward, arguments);
    assembler.deliver(received, target);
    return Collections.singletonList(target);
  }

  private List<Layout> layouts() {
    int batch = at.batch();
    List<Layout> layouts = new ArrayList<>();
    for (memory.data_type type : at.formats().computeTypes()) {
      layouts.add(
          new Layout(at.inputDesc(0, type), at.formats().of(batch, at.outputShape(), type)));
      layouts.add(
          new Layout(
              Formats.channelsLast(batch, at.inputShape(0), type),
              Formats.channelsLast(batch, at.outputShape(), type)));
    }
    return layouts;
  }

  private pooling_forward.primitive_desc describe(Layout layout) {
    return new pooling_forward.primitive_desc(
        assembler.device().engine(),
        at.training() ? dnnl.prop_kind.forward_training : dnnl.prop_kind.forward_inference,
        window.algorithm(),
        layout.source(),
        layout.destination(),
        pair(window.stride()),
        pair(window.kernel()),
        DENSE,
        pair(window.before()),
        pair(window.behind()),
        Primitives.attributes(),
        false);
  }

  /** How far the last window reaches beyond the input: more than the padding in ceil mode. */
  private static Size behind(Placement at, AvgPool2d pool) {
    Shape in = at.inputShape(0);
    Shape out = at.outputShape();
    int height =
        (out.height() - 1) * pool.stride().height()
            + pool.kernel().height()
            - in.height()
            - pool.padding().height();
    int width =
        (out.width() - 1) * pool.stride().width()
            + pool.kernel().width()
            - in.width()
            - pool.padding().width();
    return new Size(Math.max(0, height), Math.max(0, width));
  }

  private static long[] pair(Size size) {
    return new long[] {size.height(), size.width()};
  }
}
