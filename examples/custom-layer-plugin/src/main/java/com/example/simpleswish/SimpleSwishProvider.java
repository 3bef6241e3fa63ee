package com.example.simpleswish;

import io.bagoftricks.api.Family;
import io.bagoftricks.api.Trick;
import io.bagoftricks.api.TrickCard;
import io.bagoftricks.api.TrickProvider;

/** Registers the activation. */
@TrickCard(
    id = "simple-swish",
    family = Family.ARCHITECTURE,
    summary = "Puts a smooth activation in the place of each ReLU.",
    paper = "Ramachandran et al. 2017, Searching for Activation Functions, 4")
public final class SimpleSwishProvider implements TrickProvider<SimpleSwishConfig> {
  @Override
  public Class<? extends Trick> trick() {
    return SimpleSwish.class;
  }

  @Override
  public SimpleSwishConfig defaults() {
    return SimpleSwishConfig.defaults();
  }
}
