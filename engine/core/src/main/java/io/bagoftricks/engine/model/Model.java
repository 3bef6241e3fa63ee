package io.bagoftricks.engine.model;

import io.bagoftricks.api.network.Shape;
import io.bagoftricks.engine.network.Graph;
import java.util.List;
import java.util.Optional;

/** A network that a recipe can name; a record whose components are the keys in the recipe. */
public sealed interface Model permits CifarResNet, ResNet {
  /** A fresh draft for images of a shape. */
  Graph draft(Shape input, int classes);

  /** The safetensors file that training starts from; without one, initializers fill the weights. */
  Optional<String> weights();

  /**
   * Which parameters keep their values: names, beginnings of names that end at a point ({@code
   * layer1}), or patterns with {@code *}.
   */
  List<String> freeze();

  /**
   * Whether batch norms both of whose parameters are frozen keep their running statistics as well,
   * and normalize with them in training. They do where nothing is said.
   */
  Optional<Boolean> freezeStatistics();
}
