package io.bagoftricks.bench.libtorch;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/** The trained tensors of a network, by name, in the order in which they were made. */
public final class Parameters {
  private final ParameterSource source;
  private final Numerics numerics;
  private final Map<String, Tensor> byName = new LinkedHashMap<>();

  Parameters(ParameterSource source, Numerics numerics) {
    this.source = source;
    this.numerics = numerics;
  }

  Tensor add(String name, long... shape) {
    Tensor parameter = numerics.asParameter(source.create(name, shape)).detach();
    parameter.requires_grad_(true);
    byName.put(name, parameter);
    return parameter;
  }

  /** All of them. */
  public Map<String, Tensor> byName() {
    return Collections.unmodifiableMap(byName);
  }
}
