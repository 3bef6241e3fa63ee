package io.bagoftricks.engine.internal.train.hook;

import io.bagoftricks.api.FlatValues;
import io.bagoftricks.api.Moment;
import io.bagoftricks.api.Slot;
import io.bagoftricks.api.StepResult;
import io.bagoftricks.api.StepResultParameter;
import io.bagoftricks.api.network.Parameter;
import io.bagoftricks.backends.spi.FlatArray;
import io.bagoftricks.backends.spi.Weights;
import io.bagoftricks.backends.spi.Weights.Part;
import io.bagoftricks.engine.internal.state.StoredValues;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.nd4j.linalg.api.ndarray.INDArray;

/** One step after its update of the weights, or after it was left out. */
public final class StepResultContext extends CallContext implements StepResult {
  private final List<Parameter> parameters;
  private final PartsInHand parts;
  private final NormsInHand norms;
  private final boolean updated;
  private final boolean overflowed;
  private final Set<String> leftOut;

  /**
   * Of a step that is over.
   *
   * @param leftOut the parameters that an update did not touch
   */
  public StepResultContext(
      Moment moment, Weights weights, boolean updated, boolean overflowed, Set<String> leftOut) {
    super(moment);
    this.parameters = weights.network().parameters();
    this.parts = new PartsInHand(weights);
    this.norms = new NormsInHand(parts);
    this.updated = updated;
    this.overflowed = overflowed;
    this.leftOut = leftOut;
  }

  @Override
  public boolean updated() {
    return updated;
  }

  @Override
  public boolean overflowed() {
    return overflowed;
  }

  @Override
  public INDArray weights() {
    return parts.read(Part.MASTERS);
  }

  @Override
  public INDArray editWeights() {
    touch(Slot.WEIGHTS);
    norms.edited(Part.MASTERS);
    return parts.edit(Part.MASTERS);
  }

  @Override
  public INDArray statistics() {
    return parts.read(Part.STATISTICS);
  }

  @Override
  public List<StepResultParameter> parameters() {
    List<StepResultParameter> all = new ArrayList<>();
    parameters.forEach(parameter -> all.add(new OfResult(parameter)));
    return List.copyOf(all);
  }

  @Override
  public void lerpWeightsInto(INDArray target, double fraction) {
    lerp(Part.MASTERS, target, fraction);
  }

  @Override
  public void lerpStatisticsInto(INDArray target, double fraction) {
    lerp(Part.STATISTICS, target, fraction);
  }

  @Override
  public void lerpWeightsInto(FlatValues target, double fraction) {
    lerp(Part.MASTERS, target, fraction);
  }

  @Override
  public void lerpStatisticsInto(FlatValues target, double fraction) {
    lerp(Part.STATISTICS, target, fraction);
  }

  @Override
  void handBack() {
    parts.handBack();
    norms.forget();
  }

  private void lerp(Part part, FlatValues target, double fraction) {
    checkFraction(fraction);
    if (target instanceof StoredValues stored) {
      parts.weights().lerpInto(part, stored.placed(), fraction);
    } else {
      lerp(part, target.values(), fraction);
    }
  }

  private static void checkFraction(double fraction) {
    if (!Double.isFinite(fraction)) {
      throw new IllegalArgumentException("A fraction is finite: " + fraction);
    }
  }

  private void lerp(Part part, INDArray target, double fraction) {
    checkFraction(fraction);
    Weights weights = parts.weights();
    try (FlatArray view = weights.view(target)) {
      weights.lerpInto(part, view, fraction);
      view.values();
    }
  }

  private final class OfResult extends ParameterInHand implements StepResultParameter {
    OfResult(Parameter parameter) {
      super(parameter, parts, norms);
    }

    @Override
    public boolean updated() {
      return updated && !leftOut.contains(parameter().name());
    }

    @Override
    public INDArray editWeight() {
      touch(Slot.WEIGHTS);
      return edit(Part.MASTERS);
    }
  }
}
