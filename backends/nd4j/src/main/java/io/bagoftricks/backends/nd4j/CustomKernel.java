package io.bagoftricks.backends.nd4j;

import io.bagoftricks.api.network.CustomLayer;
import io.bagoftricks.backends.spi.CustomLayerRun;
import io.bagoftricks.backends.spi.ForwardDraws;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Hands a plugin's layer its arrays, or copies of 16 bits where it computes on those. */
public final class CustomKernel implements Kernel {
  private final Placement at;
  private final boolean stored;
  private final List<INDArray> inputs;
  private final INDArray output;
  private final CustomLayerRun run;

  public CustomKernel(Placement at) {
    CustomLayer layer = at.layer(CustomLayer.class);
    this.at = at;
    this.stored = layer.inStoredPrecision() && Storage.isRounded(at.context().precision());
    this.inputs = at.inputs().stream().map(this::handed).toList();
    this.output = handed(at.output());
    this.run =
        at.context()
            .arena()
            .own(
                new CustomLayerRun(
                    at.name(), layer, at.context().training(), inputs, output, at.parameters()));
  }

  @Override
  public void forward(ForwardDraws draws) {
    copy(at.inputs(), inputs);
    run.forward(draws);
    copy(List.of(output), List.of(at.output()));
  }

  @Override
  public Runnable backward(Gradients gradients) {
    INDArray ofOutput = handed(gradients.output());
    List<INDArray> ofInputs = gradients.inputs().stream().map(this::handed).toList();
    return () -> {
      copy(List.of(gradients.output()), List.of(ofOutput));
      run.backward(ofOutput, ofInputs, gradients.parameters());
      copy(ofInputs, gradients.inputs());
    };
  }

  /** The array itself, or one of its shape in the type of the plan. */
  private INDArray handed(INDArray array) {
    return stored
        ? at.context().arena().allocate(Storage.type(at.context().precision()), array.shape())
        : array;
  }

  private void copy(List<INDArray> from, List<INDArray> to) {
    if (stored) {
      for (int i = 0; i < from.size(); i++) {
        to.get(i).assign(from.get(i));
      }
    }
  }
}
