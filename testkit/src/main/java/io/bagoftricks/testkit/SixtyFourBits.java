package io.bagoftricks.testkit;

import io.bagoftricks.api.Effect;
import io.bagoftricks.api.Family;
import io.bagoftricks.api.InitHook;
import io.bagoftricks.api.NetworkDraft;
import io.bagoftricks.api.Slot;
import io.bagoftricks.api.Trick;
import io.bagoftricks.api.TrickCard;
import io.bagoftricks.api.TrickProvider;
import io.bagoftricks.api.Uses;
import io.bagoftricks.api.network.Precision;
import jakarta.inject.Inject;

/** Runs a network in 64 bits, so that a test can ask for many digits. */
@TrickCard(
    id = SixtyFourBits.ID,
    family = Family.OPTIMIZATION,
    summary = "Trains in 64 bits, for tests.")
final class SixtyFourBits implements TrickProvider<SixtyFourBits.None> {
  static final String ID = "testkit-64-bits";

  /** No settings. */
  record None() {}

  static final class Hook implements InitHook {
    @Inject
    Hook() {}

    @Override
    @Uses(replaces = Slot.PRECISION)
    public void onInit(NetworkDraft network) {
      network.precision(Precision.DOUBLE);
      network.receipt(new Effect(1, 1, "networks"));
    }
  }

  @Override
  public Class<? extends Trick> trick() {
    return Hook.class;
  }

  @Override
  public None defaults() {
    return new None();
  }
}
