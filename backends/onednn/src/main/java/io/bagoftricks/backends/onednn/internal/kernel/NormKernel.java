package io.bagoftricks.backends.onednn.internal.kernel;

import io.bagoftricks.api.network.BatchNorm2d;
import io.bagoftricks.api.network.Shape;
import io.bagoftricks.backends.onednn.internal.natives.Address;
import io.bagoftricks.backends.onednn.internal.natives.Formats;
import io.bagoftricks.backends.onednn.internal.natives.Formats.Panels;
import io.bagoftricks.backends.onednn.internal.natives.NativeKernels;
import io.bagoftricks.backends.onednn.internal.plan.Assembler;
import io.bagoftricks.backends.onednn.internal.plan.Placement;
import io.bagoftricks.backends.onednn.internal.plan.Tensor;
import io.bagoftricks.backends.spi.LocalParameters;
import io.bagoftricks.backends.spi.Profiler.Kind;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.dnnl.memory;
import org.jspecify.annotations.Nullable;

/**
 * Batch normalization, with the residual sum and the ReLU behind it, in two passes over memory.
 * Statistics and parameters have 32 bits. A frozen one has the running statistics in training too.
 */
public final class NormKernel implements Kernel {
  private final Placement at;
  private final Assembler assembler;
  private final LocalParameters<String> parameters;
  private final float epsilon;
  private final boolean measures;
  private final Panels panels;
  private final int type;
  private final int threads;
  private final boolean relu;
  private final Tensor input;
  private final Tensor mean;
  private final Tensor variance;
  private final Tensor gamma;
  private final Tensor beta;
  private final Tensor output;

  public NormKernel(Placement at) {
    this.at = at;
    this.assembler = at.assembler();
    this.parameters = at.parameters();
    BatchNorm2d norm = at.layer(BatchNorm2d.class);
    this.epsilon = (float) norm.epsilon();
    this.measures = at.training() && !norm.frozen();
    if (measures) {
      requireSeveralValues(at);
    }
    this.panels = at.formats().panels(at.batch(), at.inputShape(0));
    this.type = NativeKernels.typeCode(at.formats().storage());
    this.threads = assembler.device().arithmetic().threads();
    this.relu = at.unit().hasRelu();
    this.input = at.storedInput(0);
    this.mean = at.context().statistics().mean(at.name(), measures);
    this.variance = at.context().statistics().variance(at.name(), measures);
    this.gamma = at.context().parameters().vector(parameters.get("weight"));
    this.beta = at.context().parameters().vector(parameters.get("bias"));
    Tensor residual = hasSum() ? at.storedInput(1) : null;
    this.output = residual != null && at.mayOverwrite().get(1) ? residual : at.newOutput();
    forward(residual);
  }

  @Override
  public Tensor output() {
    return output;
  }

  /** Without a sum the sign of the output is computed again from the input. */
  @Override
  public boolean needsOutput() {
    return at.training() && hasSum() && relu;
  }

  @Override
  public List<@Nullable Tensor> backward(OutputGradient gradient, List<Boolean> wanted) {
    List<Tensor> parts =
        gradient.parts().stream().map(part -> assembler.converted(part, stored())).toList();
    Tensor first = parts.get(0);
    Tensor second = parts.size() > 1 ? parts.get(1) : null;
    // What the residual gets: the gradient behind the ReLU. It is stored unless it is there
    // already.
    boolean isThere = second == null && !relu;
    Tensor ofSum = hasSum() && !isThere ? place(parts, gradient) : null;
    Tensor ofInput = hasSum() ? assembler.allocate(stored()) : place(parts, gradient);
    assembler.run(
        Kind.NORMALIZATION,
        a ->
            NativeKernels.batchNormBackward(
                type,
                panels.count(),
                panels.rows(),
                panels.width(),
                panels.channels(),
                a[0].address(),
                threads,
                a[1].address(),
                a[2].address(),
                a[3].address(),
                a[4].address(),
                a[5].address(),
                a[6].address(),
                a[7].address(),
                a[8].address(),
                a[9].address(),
                a[10].address(),
                a[11].address(),
                a[12].address(),
                epsilon,
                relu,
                measures),
        room(),
        first,
        orAbsent(second),
        input,
        orAbsent(needsOutput() ? output : null),
        orAbsent(ofSum),
        ofInput,
        mean,
        variance,
        gamma,
        beta,
        at.context().gradients().vector(parameters.get("weight")),
        at.context().gradients().vector(parameters.get("bias")));
    return hasSum() ? Arrays.asList(ofInput, ofSum == null ? first : ofSum) : List.of(ofInput);
  }

  /**
   * A part that nobody needs any more, since each value is read before it is written; or a new one.
   */
  private Tensor place(List<Tensor> parts, OutputGradient gradient) {
    return parts.stream()
        .filter(gradient::mayOverwrite)
        .findFirst()
        .orElseGet(() -> assembler.allocate(stored()));
  }

  private memory.desc stored() {
    return at.formats().stored(at.batch(), at.inputShape(0));
  }

  private boolean hasSum() {
    return at.unit().add().isPresent();
  }

  private void forward(@Nullable Tensor residual) {
    assembler.run(
        Kind.NORMALIZATION,
        a ->
            NativeKernels.batchNormForward(
                type,
                panels.count(),
                panels.rows(),
                panels.width(),
                panels.channels(),
                a[0].address(),
                threads,
                a[1].address(),
                a[2].address(),
                a[3].address(),
                a[4].address(),
                a[5].address(),
                a[6].address(),
                a[7].address(),
                epsilon,
                relu,
                measures),
        room(),
        input,
        orAbsent(residual),
        output,
        mean,
        variance,
        gamma,
        beta);
  }

  private Tensor room() {
    long bytes = NativeKernels.batchNormRoom(panels.channels(), threads);
    return assembler.allocate(Formats.vector(bytes / Float.BYTES));
  }

  /** A tensor, or for kernels the address 0. */
  private static Tensor orAbsent(@Nullable Tensor tensor) {
    return tensor != null ? tensor : Assembler.at(new Address(0), Formats.vector(1));
  }

  private static void requireSeveralValues(Placement at) {
    Shape shape = at.inputShape(0);
    if ((long) at.batch() * shape.height() * shape.width() == 1) {
      throw new IllegalArgumentException(
          "%s: a batch norm needs more than one value per channel to train, but batch 1 at 1x1 has one. Use a larger batch or input."
              .formatted(at.name()));
    }
  }
}
