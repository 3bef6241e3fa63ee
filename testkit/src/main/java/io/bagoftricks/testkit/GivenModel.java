package io.bagoftricks.testkit;

import io.bagoftricks.api.model.Model;
import io.bagoftricks.engine.recipe.RecipeType;

/** A model that a test has made, for recipes to name. */
record GivenModel(Model model) implements RecipeType<Model> {
  /** No settings. */
  record None() {}

  @Override
  public String id() {
    return "testkit-model";
  }

  @Override
  public Record defaults() {
    return new None();
  }

  @Override
  public Model make(Record settings) {
    return model;
  }
}
