package io.bagoftricks.api;

/**
 * One of the things that a hook can read or edit. The order of declaration is the order of the
 * pipeline inside a hook.
 *
 * @since 0.1
 */
public enum Slot {
  /** Layers and how they are connected: {@code onInit}. */
  STRUCTURE(InitHook.class),
  /** Extent of the images: {@code onInit}. */
  INPUT_SIZE(InitHook.class),
  /** How often an epoch shows an image: {@code onInit}. */
  REPEATS(InitHook.class),
  /** Mean and standard deviation of pixels: {@code onInit}. */
  NORMALIZATION(InitHook.class),
  /** The rules that fill the parameters: {@code onInit}. */
  INITIALIZERS(InitHook.class),
  /** How activations are stored: {@code onInit}. */
  PRECISION(InitHook.class),
  /** Factors on weight decay: {@code onParamGroups}. */
  DECAY_FACTORS(ParamGroupsHook.class),
  /**
   * Factors on the learning rate, of parameters or of the whole schedule, and what is frozen for a
   * time: {@code onParamGroups}.
   */
  RATE_FACTORS(ParamGroupsHook.class),
  /** The learning rate's ramp: {@code onParamGroups}. */
  RATE_RAMP(ParamGroupsHook.class),
  /** The learning rate's curve: {@code onParamGroups}. */
  RATE_CURVE(ParamGroupsHook.class),
  /** Factors, ramp and curve of the momentum: {@code onParamGroups}. */
  MOMENTUM_CURVE(ParamGroupsHook.class),
  /** Crop, resize, flip: {@code onSample}. */
  GEOMETRY(SampleHook.class),
  /** Values of pixels: {@code onSample}. */
  COLOR(SampleHook.class),
  /** Hidden parts of an image: {@code onSample}. */
  OCCLUSION(SampleHook.class),
  /** Inputs of the network: {@code onBatch}. */
  INPUT(BatchHook.class),
  /** Target distributions: {@code onBatch} and {@code onLoss}. */
  TARGET(BatchHook.class, LossHook.class),
  /** The term on the labels: {@code onLoss}. */
  HARD_LOSS(LossHook.class),
  /** The other terms and all weights: {@code onLoss}. */
  LOSS_TERMS(LossHook.class),
  /** The factor before backward: {@code onLoss}. */
  LOSS_SCALE(LossHook.class),
  /** Gradients: {@code onStep}. */
  GRADIENTS(StepHook.class),
  /** The rate of one step: {@code onStep}. */
  STEP_RATE(StepHook.class),
  /** Whether the step happens: {@code onStep}. */
  DECISION(StepHook.class),
  /** Weights after the step: {@code afterStep}. */
  WEIGHTS(StepHook.class),
  /** How samples are prepared: {@code onEvaluate}. */
  EVALUATED_SAMPLE(EvaluateHook.class),
  /** Which weights: {@code onEvaluate}. */
  EVALUATED_WEIGHTS(EvaluateHook.class),
  /** Which views: {@code onEvaluate}. */
  EVALUATED_VIEWS(EvaluateHook.class);

  private final Class<? extends Trick> hook;
  private final Class<? extends Trick> otherHook;

  Slot(Class<? extends Trick> hook) {
    this(hook, hook);
  }

  Slot(Class<? extends Trick> hook, Class<? extends Trick> otherHook) {
    this.hook = hook;
    this.otherHook = otherHook;
  }

  /**
   * {@return whether a hook offers this slot}
   *
   * @param hookType one of the hook interfaces
   */
  public boolean isOfferedBy(Class<? extends Trick> hookType) {
    return hookType == hook || hookType == otherHook;
  }
}
