package io.bagoftricks.engine.plugin;

import io.bagoftricks.api.BatchHook;
import io.bagoftricks.api.EvaluateHook;
import io.bagoftricks.api.InitHook;
import io.bagoftricks.api.LossHook;
import io.bagoftricks.api.ParamGroupsHook;
import io.bagoftricks.api.SampleHook;
import io.bagoftricks.api.Slot;
import io.bagoftricks.api.StepHook;
import io.bagoftricks.api.Trick;
import java.util.EnumSet;
import java.util.Set;

/** The methods through which tricks act, in the order of a run. */
public enum HookPoint {
  /** {@link InitHook#onInit}. */
  ON_INIT("onInit", InitHook.class),
  /** {@link ParamGroupsHook#onParamGroups}. */
  ON_PARAM_GROUPS("onParamGroups", ParamGroupsHook.class),
  /** {@link SampleHook#onSample}. */
  ON_SAMPLE("onSample", SampleHook.class),
  /** {@link BatchHook#onBatch}. */
  ON_BATCH("onBatch", BatchHook.class),
  /** {@link LossHook#onLoss}. */
  ON_LOSS("onLoss", LossHook.class),
  /** {@link StepHook#onStep}. */
  ON_STEP("onStep", StepHook.class),
  /** {@link StepHook#afterStep}. */
  AFTER_STEP("afterStep", StepHook.class),
  /** {@link EvaluateHook#onEvaluate}. */
  ON_EVALUATE("onEvaluate", EvaluateHook.class);

  private final String method;
  private final Class<? extends Trick> hook;

  HookPoint(String method, Class<? extends Trick> hook) {
    this.method = method;
    this.hook = hook;
  }

  /** The method's name. */
  public String method() {
    return method;
  }

  /** The interface that declares it. */
  public Class<? extends Trick> hook() {
    return hook;
  }

  /** Whether it runs once, before training. */
  public boolean isSetup() {
    return this == ON_INIT || this == ON_PARAM_GROUPS;
  }

  /**
   * All slots that a method of this hook can change; one without a declaration is taken to change
   * every one of them.
   */
  public Set<Slot> slots() {
    Set<Slot> slots = EnumSet.noneOf(Slot.class);
    for (Slot slot : Slot.values()) {
      boolean ofAnotherMethod =
          hook == StepHook.class && (slot == Slot.WEIGHTS) != (this == AFTER_STEP);
      if (slot.isOfferedBy(hook) && !ofAnotherMethod) {
        slots.add(slot);
      }
    }
    return slots;
  }
}
