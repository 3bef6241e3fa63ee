package io.bagoftricks.testkit;

import io.bagoftricks.engine.plan.ParameterGroup;
import io.bagoftricks.engine.plan.RunPlan;
import io.bagoftricks.engine.plugin.HookPoint;
import java.util.List;

/** Parameter groups and schedules after the {@code onParamGroups} of a trick. */
public final class GroupsAfter {
  private final RunPlan plan;

  GroupsAfter(RunPlan plan) {
    this.plan = plan;
  }

  /**
   * The learning rate at a step, from 0, of a parameter without a factor of its own.
   *
   * @param step from 0
   * @return the rate
   */
  public double learningRate(long step) {
    return plan.learningRate().at(step);
  }

  /**
   * The momentum at a step, from 0.
   *
   * @param step from 0
   * @return the momentum
   */
  public double momentum(long step) {
    return plan.momentum().at(step);
  }

  /**
   * The factor on the learning rate of a parameter, {@code fc.bias}.
   *
   * @param parameter by its name
   * @return the factor
   */
  public double rateFactor(String parameter) {
    return group(parameter).rateFactor();
  }

  /**
   * The factor on the weight decay of a parameter, {@code fc.bias}.
   *
   * @param parameter by its name
   * @return the factor
   */
  public double decayFactor(String parameter) {
    return group(parameter).decayFactor();
  }

  /** {@return the receipts of {@code onParamGroups}, as a user reads them} */
  public List<String> receipts() {
    return plan.receipts().stream()
        .filter(receipt -> receipt.point() == HookPoint.ON_PARAM_GROUPS)
        .map(receipt -> receipt.effect().toString())
        .toList();
  }

  private ParameterGroup group(String parameter) {
    return plan.groups().stream()
        .filter(
            group -> group.parameters().stream().anyMatch(each -> each.name().equals(parameter)))
        .findFirst()
        .orElseThrow(
            () ->
                new AssertionError(
                    "There is no parameter '"
                        + parameter
                        + "'; there are "
                        + plan.network().parameters().stream().map(each -> each.name()).toList()));
  }
}
