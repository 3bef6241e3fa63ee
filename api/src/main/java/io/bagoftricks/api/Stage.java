package io.bagoftricks.api;

/**
 * Conventional places in the pipeline of a hook, in their usual order. A hook method that {@link
 * Uses#stage() names one} is ordered against others that change the same slot and name one too, so
 * that usual combinations need no {@code after}. Whatever is stated, in a card or a recipe, and
 * whatever follows from reading and replacing, comes before the convention.
 *
 * <p>The stages of {@link SampleHook} are those of the paper (He et al. 2019, section 2.1: crop,
 * flip, scaled color, noise of the principal components) with what timm and torchvision put between
 * and after them.
 *
 * @since 0.1
 */
public enum Stage {
  /** No conventional place: what changes the same slot needs a stated order. */
  NONE(false, Trick.class),
  /** Another variant of the model: other stems, shortcuts or strides. {@code onInit}. */
  VARIANT(false, InitHook.class),
  /** Layers replaced, or put beside others: pooling against aliasing. {@code onInit}. */
  LAYERS(false, InitHook.class),
  /** Factors on channels at the end of branches: squeeze and excitation. {@code onInit}. */
  GATES(false, InitHook.class),
  /** Parts left out by chance: branches, or features before the head. {@code onInit}. */
  DROPS(false, InitHook.class),
  /** The part of the image that is seen, resized. {@code onSample}. */
  CROP(true, SampleHook.class),
  /** Mirrored. {@code onSample}. */
  FLIP(true, SampleHook.class),
  /** Turned, sheared, shifted. {@code onSample}. */
  WARP(true, SampleHook.class),
  /** Drawn from a list of operations of several kinds: a policy. {@code onSample}. */
  POLICY(true, SampleHook.class),
  /** Brightness, contrast, saturation, hue. {@code onSample}. */
  COLOR(true, SampleHook.class),
  /** Noise along the principal components of color. {@code onSample}. */
  LIGHTING(true, SampleHook.class),
  /** Blurred, sharpened, noise per pixel. {@code onSample}, {@code onBatch}. */
  FILTER(true, SampleHook.class, BatchHook.class),
  /** Parts hidden: erasing, cutout. {@code onSample}, {@code onBatch}. */
  OCCLUDE(true, SampleHook.class, BatchHook.class),
  /** Images mixed with others of their batch, and their targets. {@code onBatch}. */
  MIX(false, BatchHook.class),
  /** Targets made softer. {@code onLoss}. */
  SMOOTH(false, LossHook.class),
  /** Gradients brought into another form: centered, projected. {@code onStep}. */
  TRANSFORM(false, StepHook.class),
  /** Gradients held to a length. {@code onStep}. */
  CLIP(false, StepHook.class);

  private final boolean interchangeable;
  private final Class<? extends Trick> hook;
  private final Class<? extends Trick> otherHook;

  Stage(boolean interchangeable, Class<? extends Trick> hook) {
    this(interchangeable, hook, hook);
  }

  Stage(boolean interchangeable, Class<? extends Trick> hook, Class<? extends Trick> otherHook) {
    this.interchangeable = interchangeable;
    this.hook = hook;
    this.otherHook = otherHook;
  }

  /**
   * {@return whether a method of a hook may name this stage}
   *
   * @param hookType one of the hook interfaces
   */
  public boolean isOfferedBy(Class<? extends Trick> hookType) {
    return this == NONE || hookType == hook || hookType == otherHook;
  }

  /**
   * {@return whether two tricks of this stage may come in either order} The results differ, but one
   * is as usual as the other: the engine takes the order of their ids, and says so.
   */
  public boolean isInterchangeable() {
    return interchangeable;
  }
}
