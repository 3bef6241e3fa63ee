package io.bagoftricks.engine.internal.timing;

import io.bagoftricks.backends.spi.Profiler;

/**
 * Is told what a run does, and when, on the training thread: spans that begin and end, one inside
 * another, and through {@link Profiler} the operations of the network between.
 */
public interface StepProfiler extends Profiler {
  /** The activity of a span. */
  enum Activity {
    /** One step, from the images to the changed weights. */
    UPDATE("update"),
    /** The evaluation of all test images. */
    EVALUATION("evaluation"),
    /** One batch of an evaluation. */
    EVALUATED_BATCH("evaluated batch"),
    /** Waiting for loader threads. */
    LOADER_WAIT("loader wait"),
    /** From what loader threads prepared to arrays. */
    INPUT("input"),
    /** A trick's hook; the span's name is the instance and the method. */
    HOOK("hook"),
    /** From images to logits. */
    FORWARD("forward"),
    /** Counting what the logits have right. */
    SCORES("scores"),
    /** The loss terms and the gradient of the logits. */
    LOSS("loss"),
    /** From the gradient of the logits to those of the parameters. */
    BACKWARD("backward"),
    /** Exchanging, unscaling and checking the gradients. */
    GRADIENTS("gradients"),
    /** The optimizer's update of the weights. */
    OPTIMIZER("optimizer update");

    private final String label;

    Activity(String label) {
      this.label = label;
    }

    /** A few words for people. */
    public String label() {
      return label;
    }
  }

  /**
   * A span began, inside those that have begun and not ended.
   *
   * @param name the activity's label where there is nothing to add
   */
  void began(Activity activity, String name);

  /** The span that began last, and has not ended, ended. */
  void ended();
}
