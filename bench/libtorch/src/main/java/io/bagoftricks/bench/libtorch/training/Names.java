package io.bagoftricks.bench.libtorch.training;

import java.util.List;

/** Names of parameters, as recipes give them. */
final class Names {
  private Names() {}

  /** Whether a parameter is named, by itself or by a beginning that ends at a point. */
  static boolean isAmong(String parameter, List<String> names) {
    return names.stream()
        .anyMatch(name -> parameter.equals(name) || parameter.startsWith(name + "."));
  }
}
