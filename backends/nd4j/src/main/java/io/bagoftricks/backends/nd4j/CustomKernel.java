package io.bagoftricks.backends.nd4j;

import io.bagoftricks.api.network.CustomLayer;
import io.bagoftricks.api.random.Draws;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Hands a plugin's layer its arrays. */
final class CustomKernel implements Kernel {
  private final Placement at;
  private final CustomLayer layer;
  private final Map<String, INDArray> kept = new HashMap<>();

  CustomKernel(Placement at) {
    this.at = at;
    this.layer = at.layer(CustomLayer.class);
  }

  @Override
  public void forward(Draws draws) {
    layer.forward(new ForwardPass(draws.stream(at.name())));
  }

  @Override
  public Runnable backward(Gradients gradients) {
    BackwardPass pass = new BackwardPass(gradients);
    List<INDArray> parameterGradients = gradients.parameters().all();
    return () -> {
      for (int i = 0; i < layer.arity(); i++) {
        gradients.input(i).assign(0);
      }
      parameterGradients.forEach(gradient -> gradient.assign(0));
      layer.backward(pass);
    };
  }

  private final class ForwardPass implements CustomLayer.Forward {
    private final Draws draws;

    ForwardPass(Draws draws) {
      this.draws = draws;
    }

    @Override
    public INDArray input(int index) {
      return at.input(index);
    }

    @Override
    public INDArray output() {
      return at.output();
    }

    @Override
    public INDArray parameter(String name) {
      return at.parameters().get(name);
    }

    @Override
    public boolean training() {
      return at.context().training();
    }

    @Override
    public Draws draws() {
      return draws;
    }

    @Override
    public void keep(String name, INDArray values) {
      if (!training()) {
        return;
      }
      INDArray copy = kept.get(name);
      if (copy != null
          && copy.dataType() == values.dataType()
          && Arrays.equals(copy.shape(), values.shape())) {
        copy.assign(values);
        return;
      }
      if (copy != null) {
        at.context().arena().free(copy);
      }
      kept.put(name, at.context().arena().own(values.dup('c')));
    }
  }

  private final class BackwardPass implements CustomLayer.Backward {
    private final Gradients gradients;

    BackwardPass(Gradients gradients) {
      this.gradients = gradients;
    }

    @Override
    public INDArray outputGradient() {
      return gradients.output();
    }

    @Override
    public INDArray input(int index) {
      return at.input(index);
    }

    @Override
    public INDArray parameter(String name) {
      return at.parameters().get(name);
    }

    @Override
    public INDArray kept(String name) {
      INDArray copy = kept.get(name);
      if (copy == null) {
        throw new IllegalArgumentException(
            "%s kept no '%s' in its forward pass; it kept %s"
                .formatted(at.name(), name, kept.keySet()));
      }
      return copy;
    }

    @Override
    public INDArray inputGradient(int index) {
      return gradients.input(index);
    }

    @Override
    public INDArray parameterGradient(String name) {
      return gradients.parameters().get(name);
    }
  }
}
