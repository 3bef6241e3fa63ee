package io.bagoftricks.engine.model;

import io.bagoftricks.api.network.Shape;
import io.bagoftricks.engine.network.Graph;

/** A network that a recipe can name; a record whose components are the keys in the recipe. */
public sealed interface Model permits CifarResNet, ResNet {
  /** A fresh draft for images of a shape. */
  Graph draft(Shape input, int classes);
}
