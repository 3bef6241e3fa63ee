package io.bagoftricks.backends.onednn;

import io.bagoftricks.api.random.Draws;
import io.bagoftricks.backends.spi.Accumulate;
import io.bagoftricks.backends.spi.Phase;
import io.bagoftricks.backends.spi.Plan;
import io.bagoftricks.backends.spi.PlanSpec;
import io.bagoftricks.backends.spi.Profiler;
import io.bagoftricks.backends.spi.ZeroCounter;
import java.nio.FloatBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A program, and the checks in front of it. */
final class OneDnnPlan implements Plan {
  private final OneDnnWeights weights;
  private final PlanSpec spec;
  private final Program program;
  private final long[] imageShape;
  private final FloatBuffer logitValues;
  private long refreshedVersion = -1;
  private boolean ran;
  private boolean mayGoBack;

  /**
   * A plan on weights.
   *
   * @param program that has its memory
   */
  OneDnnPlan(OneDnnWeights weights, PlanSpec spec, Program program) {
    this.weights = weights;
    this.spec = spec;
    this.program = program;
    this.imageShape = Formats.extents(spec.batch(), spec.input());
    this.logitValues = Floats.of(Address.of(program.logits()), program.logits().length());
  }

  @Override
  public PlanSpec spec() {
    return spec;
  }

  @Override
  public INDArray forward(INDArray input, Draws draws) {
    requireShape("input", input, imageShape);
    boolean training = spec.phase() == Phase.TRAINING;
    // Folded batch norms depend on the running statistics as well.
    long version = training ? weights.mastersVersion() : weights.version();
    if (version != refreshedVersion) {
      program.refresh();
      refreshedVersion = version;
    }
    program.arrays().draws(draws);
    program.forward(Address.of(dense(input)));
    if (training) {
      program.statistics().moveRunning(logitValues);
    }
    ran = true;
    mayGoBack = training;
    return program.logits();
  }

  @Override
  public INDArray tap(String layer) {
    INDArray tap = program.tap(layer);
    if (tap == null) {
      throw new IllegalArgumentException(
          "Layer '%s' is not among the taps of this plan: %s. Name it in the PlanSpec."
              .formatted(layer, spec.taps()));
    }
    if (!ran) {
      throw new IllegalStateException("There is no forward yet, and so no layer's output.");
    }
    return tap;
  }

  @Override
  public void backward(INDArray logitsGradient, Accumulate mode) {
    if (spec.phase() != Phase.TRAINING) {
      throw new IllegalStateException(
          "This plan is for evaluation and keeps nothing for backward. Make one for training.");
    }
    if (!mayGoBack) {
      throw new IllegalStateException(
          "Backward needs a forward before it, one for each backward; call forward first.");
    }
    requireShape("gradient of the logits", logitsGradient, program.logits().shape());
    mayGoBack = false;
    program.backward(Address.of(dense(logitsGradient)), mode);
  }

  @Override
  public void profile(@Nullable Profiler profiler) {
    program.profile(profiler);
  }

  @Override
  public void countZeros(@Nullable ZeroCounter counter) {
    program.countZeros(counter);
  }

  /** Bytes the plan takes. */
  long bytes() {
    return program.bytes();
  }

  @Override
  public void close() {
    program.close();
  }

  /** The array itself, or a copy where its values do not lie one after another. */
  private INDArray dense(INDArray array) {
    boolean isDense = array.ordering() == 'c' && array.elementWiseStride() == 1;
    return isDense ? array : program.arrays().copy(array);
  }

  private static void requireShape(String what, INDArray actual, long[] expected) {
    if (!Arrays.equals(actual.shape(), expected) || actual.dataType() != DataType.FLOAT) {
      throw new IllegalArgumentException(
          "The %s has the shape %s in %s, but this plan takes %s in %s."
              .formatted(
                  what,
                  Arrays.toString(actual.shape()),
                  actual.dataType(),
                  Arrays.toString(expected),
                  DataType.FLOAT));
    }
  }
}
