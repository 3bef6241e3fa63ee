package io.bagoftricks.bench.libtorch.training;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.bytedeco.pytorch.Tensor;

/** Names of parameters, as recipes give them. */
final class Names {
  private Names() {}

  /** Whether a parameter is named, by itself or by a beginning that ends at a point. */
  static boolean isAmong(String parameter, List<String> names) {
    return names.stream()
        .anyMatch(name -> parameter.equals(name) || parameter.startsWith(name + "."));
  }

  /** The tensor of a name, which must be there. */
  static Tensor of(Map<String, Tensor> tensors, String name) {
    return Objects.requireNonNull(tensors.get(name), name);
  }
}
