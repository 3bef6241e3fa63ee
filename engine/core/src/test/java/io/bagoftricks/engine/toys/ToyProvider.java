package io.bagoftricks.engine.toys;

import io.bagoftricks.api.Trick;
import io.bagoftricks.api.TrickProvider;

/** A provider that is its card and two values. */
public abstract class ToyProvider<C extends Record> implements TrickProvider<C> {
  private final Class<? extends Trick> trick;
  private final C defaults;

  /** With what it provides. */
  protected ToyProvider(Class<? extends Trick> trick, C defaults) {
    this.trick = trick;
    this.defaults = defaults;
  }

  @Override
  public final Class<? extends Trick> trick() {
    return trick;
  }

  @Override
  public final C defaults() {
    return defaults;
  }
}
