package io.bagoftricks.backends.onednn.internal.kernel;

import io.bagoftricks.api.network.Shape;
import io.bagoftricks.backends.onednn.internal.natives.Formats;
import io.bagoftricks.backends.onednn.internal.plan.Assembler;
import io.bagoftricks.backends.onednn.internal.plan.Placement;
import io.bagoftricks.backends.onednn.internal.plan.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.memory_desc_vector;
import org.jspecify.annotations.Nullable;

/** The inputs one behind the other along the channels. */
public final class ConcatKernel implements Kernel {
  private static final int CHANNELS = 1;

  private final Placement at;
  private final Assembler assembler;
  private final Tensor output;

  public ConcatKernel(Placement at) {
    this.at = at;
    this.assembler = at.assembler();
    this.output = at.newOutput();
    memory_desc_vector sources = new memory_desc_vector();
    Map<Integer, Tensor> arguments = new HashMap<>();
    for (int i = 0; i < at.inputs().size(); i++) {
      Tensor input = at.storedInput(i);
      sources.push_back(input.desc());
      arguments.put(dnnl.DNNL_ARG_MULTIPLE_SRC + i, input);
    }
    arguments.put(dnnl.DNNL_ARG_DST, output);
    assembler.concat(sources, CHANNELS, output, arguments);
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
    Tensor whole = sliceable(gradient.whole());
    List<@Nullable Tensor> parts = new ArrayList<>();
    int first = 0;
    for (int i = 0; i < wanted.size(); i++) {
      Shape shape = at.inputShape(i);
      parts.add(wanted.get(i) ? share(whole, first, shape) : null);
      first += shape.channels();
    }
    return parts;
  }

  /** Blocks of channels can be cut between blocks alone: else the channels lie last. */
  private Tensor sliceable(Tensor whole) {
    int block = at.formats().panels(at.batch(), at.outputShape()).width();
    int first = 0;
    boolean betweenBlocks = true;
    for (int i = 0; i < at.inputs().size(); i++) {
      betweenBlocks &= first % block == 0;
      first += at.inputShape(i).channels();
    }
    return betweenBlocks
        ? whole
        : assembler.converted(
            whole, Formats.channelsLast(at.batch(), at.outputShape(), at.formats().storage()));
  }

  private Tensor share(Tensor whole, int firstChannel, Shape shape) {
    memory.desc part =
        whole
            .desc()
            .submemory_desc(Formats.extents(at.batch(), shape), new long[] {0, firstChannel, 0, 0});
    Tensor target = assembler.allocate(at.formats().stored(at.batch(), shape));
    assembler.reorder(whole.as(part), target);
    return target;
  }
}
