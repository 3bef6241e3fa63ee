package io.bagoftricks.testkit;

import io.bagoftricks.engine.recipe.RecipeType;

/** A type of the test kit, whose settings are what is made of them. */
record BenchType<T>(String id, Record defaults) implements RecipeType<T> {
  @Override
  @SuppressWarnings("unchecked") // the settings are what is made of them
  public T make(Record settings) {
    return (T) settings;
  }
}
