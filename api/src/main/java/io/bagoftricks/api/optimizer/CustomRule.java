package io.bagoftricks.api.optimizer;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * A formula that a plugin brings. The engine runs it on the host, parameter after parameter, for
 * every backend: on the float32 (or float64) weights that are trained, also where activations are
 * stored in 16 bits. Parameters that are frozen, or whose rate a trick has made zero, are not given
 * to it. A step that was skipped does not reach it.
 *
 * <p>Implement it without fields that change: what it has to remember lies in the optimizer state
 * ({@link ParameterUpdate#state}), which is zero at first, stored in checkpoints and restored, so
 * that a resumed run goes on to the same bits. The same arrays and numbers must give the same
 * result.
 *
 * @since 0.1
 */
@ConsumerType
public non-sealed interface CustomRule extends UpdateRule {
  /**
   * Updates one parameter in place: {@link ParameterUpdate#weight} and its optimizer state.
   *
   * @param update one parameter with its gradient, its state and the numbers of this step
   */
  void update(ParameterUpdate update);
}
