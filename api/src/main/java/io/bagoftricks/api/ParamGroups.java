package io.bagoftricks.api;

import io.bagoftricks.api.network.Parameter;
import java.util.List;
import java.util.function.Predicate;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The parameters and how each is updated. A group is the set of parameters with equal factors, so
 * the order of edits does not matter.
 *
 * @since 0.1
 */
@ProviderType
public interface ParamGroups {
  /** {@return facts of the run that are known before it starts} */
  RunFacts facts();

  /**
   * {@return the collector of faults of the trick's settings that only the parameters show, such as
   * a name that none has} A trick that reports an error counts as having done its part, and the
   * others are asked too.
   */
  Problems problems();

  /** {@return all trainable parameters: those that the recipe does not freeze} */
  List<Parameter> parameters();

  /**
   * Multiplies the weight decay of some parameters.
   *
   * @param which decides by name, role and shape
   * @param factor not negative, finite; 0 switches it off
   * @return how many parameters matched that have any: one whose decay is zero already is left out
   * @throws IllegalArgumentException unless the factor is finite and not negative
   */
  int multiplyWeightDecay(Predicate<Parameter> which, double factor);

  /**
   * Multiplies the learning rate of some parameters.
   *
   * @param which decides by name, role and shape
   * @param factor not negative, finite; 0 switches it off
   * @return how many parameters matched that have any: one whose rate is zero already is left out
   * @throws IllegalArgumentException unless the factor is finite and not negative
   */
  int multiplyLearningRate(Predicate<Parameter> which, double factor);

  /**
   * Keeps some parameters as they are for a stretch of training: they are not updated, do not decay
   * and have no gradient, and there is no backward pass through what lies below all others. Running
   * statistics of batch norms move on. An edit of {@link Slot#RATE_FACTORS}.
   *
   * @param which decides by name, role and shape
   * @param from when it begins
   * @param until when they are trained again; {@code "1dur"} for the rest of the run
   * @return how many parameters matched
   * @throws IllegalArgumentException unless {@code from} is a step of the run and before {@code
   *     until}; one beyond the end is the end
   */
  int freeze(Predicate<Parameter> which, TrainingTime from, TrainingTime until);

  /** {@return the schedule of the learning rate} */
  ScheduleDraft learningRate();

  /** {@return the schedule of the momentum} */
  ScheduleDraft momentum();

  /**
   * Says what was done. Every setup hook that edits leaves at least one receipt; those of ramps and
   * curves, the number of steps in which they decide the value, are the engine's.
   *
   * @param effect how many parameters were changed, out of how many
   */
  void receipt(Effect effect);
}
