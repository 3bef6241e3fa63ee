package io.bagoftricks.backends.spi;

import io.bagoftricks.api.network.Parameter;
import io.bagoftricks.api.optimizer.UpdateRule;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * One update of weights. Parameters that are in no group keep their values and their optimizer
 * state, to the bit.
 *
 * @param rule the optimizer's formula
 * @param groups each parameter in at most one
 * @param momentum in this step
 * @param count updates that the parameters of the groups have had, this one included: 1 at the
 *     first
 * @param state the optimizer state: as many flat arrays as the rule says; written in place
 */
public record Update(
    UpdateRule rule, List<Group> groups, double momentum, long count, State state) {
  /**
   * Copies the groups.
   *
   * @param rule the optimizer's formula
   * @param groups copied; each parameter in at most one
   * @param momentum in this step
   * @param count 1 at the first
   * @param state as many arrays as the rule says
   */
  public Update {
    groups = List.copyOf(groups);
  }

  /**
   * Parameters with equal factors.
   *
   * @param parameters of the network, all with the same factors
   * @param learningRate at this update, all factors in
   * @param weightDecay all factors in
   */
  public record Group(List<Parameter> parameters, double learningRate, double weightDecay) {
    /**
     * Copies the parameters.
     *
     * @param parameters of the network, all with the same factors
     * @param learningRate at this update, all factors in
     * @param weightDecay all factors in
     */
    public Group {
      parameters = List.copyOf(parameters);
    }
  }

  /** The state of an optimizer: flat arrays in the weights' layout, owned by the run. */
  @ProviderType
  public interface State {
    /**
     * {@return the array of an index below {@link UpdateRule#stateArrays}}
     *
     * @param index from 0
     */
    FlatArray get(int index);
  }
}
