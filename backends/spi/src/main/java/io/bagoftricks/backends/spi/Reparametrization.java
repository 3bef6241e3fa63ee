package io.bagoftricks.backends.spi;

import io.bagoftricks.api.network.Conv2d;
import io.bagoftricks.api.network.Network;
import io.bagoftricks.api.network.Network.Vertex;
import io.bagoftricks.api.network.WeightTransform;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The weights that layers compute with where these are not the ones that are trained. */
final class Reparametrization implements AutoCloseable {
  private final Map<String, Transformed> weights = new LinkedHashMap<>();
  private long version = -1;

  /** A weight and what is made of it; gradients come with the first backward. */
  private static final class Transformed {
    private final WeightTransform transform;
    private final INDArray effective;
    private @Nullable INDArray effectiveGradient;
    private @Nullable INDArray rawGradient;

    Transformed(WeightTransform transform, INDArray effective) {
      this.transform = transform;
      this.effective = effective;
    }

    INDArray effectiveGradient() {
      INDArray made = effectiveGradient;
      if (made == null) {
        made = effective.ulike();
        effectiveGradient = made;
      }
      return made;
    }

    /** Where the gradient is made before it is added; not an array of the layer's. */
    INDArray rawGradient() {
      INDArray made = rawGradient;
      if (made == null) {
        made = effective.ulike();
        rawGradient = made;
      }
      return made;
    }
  }

  Reparametrization(Network network, HostWeights owner) {
    for (Vertex vertex : network.vertices()) {
      if (vertex.layer() instanceof Conv2d conv && conv.transform().isPresent()) {
        String name = vertex.parameters().get(0).name(); // it declares its weight first
        INDArray effective = owner.parameter(name).ulike();
        weights.put(name, new Transformed(conv.transform().get(), effective));
      }
    }
  }

  boolean isEmpty() {
    return weights.isEmpty();
  }

  boolean has(String name) {
    return weights.containsKey(name);
  }

  /** The weight that the layer computes with, in its shape. */
  INDArray effective(String name) {
    return find(name).effective;
  }

  /** Where backward writes the gradient with respect to it. */
  INDArray effectiveGradient(String name) {
    return find(name).effectiveGradient();
  }

  /** Follows the masters. */
  void refresh(HostWeights owner) {
    if (version != owner.mastersVersion()) {
      weights.forEach(
          (name, each) -> each.transform.forward(owner.parameter(name), each.effective));
      version = owner.mastersVersion();
    }
  }

  /** Brings the gradients of a backward pass to the weights that are trained. */
  void commit(HostWeights owner, Accumulate mode) {
    weights.forEach(
        (name, each) -> {
          INDArray made = each.rawGradient();
          each.transform.backward(
              owner.parameter(name), each.effective, each.effectiveGradient(), made);
          switch (mode) {
            case OVERWRITE -> owner.gradient(name).assign(made);
            case ADD -> owner.gradient(name).addi(made);
          }
        });
  }

  @Override
  public void close() {
    for (Transformed each : weights.values()) {
      each.effective.close();
      if (each.effectiveGradient != null) {
        each.effectiveGradient.close();
      }
      if (each.rawGradient != null) {
        each.rawGradient.close();
      }
    }
  }

  private Transformed find(String name) {
    Transformed transformed = weights.get(name);
    if (transformed == null) {
      throw new IllegalArgumentException("'" + name + "' is not reparametrized");
    }
    return transformed;
  }
}
