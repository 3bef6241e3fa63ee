package io.bagoftricks.backends.onednn;

import io.bagoftricks.api.random.Draws;
import io.bagoftricks.backends.onednn.internal.natives.Address;
import io.bagoftricks.backends.onednn.internal.natives.Floats;
import io.bagoftricks.backends.onednn.internal.plan.OneDnnWeights;
import io.bagoftricks.backends.spi.Accumulate;
import io.bagoftricks.backends.spi.ForwardDraws;
import io.bagoftricks.backends.spi.Phase;
import io.bagoftricks.backends.spi.Plan;
import io.bagoftricks.backends.spi.PlanChecks;
import io.bagoftricks.backends.spi.PlanSpec;
import io.bagoftricks.backends.spi.Profiler;
import io.bagoftricks.backends.spi.ZeroCounter;
import java.lang.ref.Reference;
import java.nio.FloatBuffer;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A program, and the checks in front of it. */
final class OneDnnPlan implements Plan {
  private final OneDnnWeights weights;
  private final PlanSpec spec;
  private final PlanChecks checks;
  private final Program program;
  private final FloatBuffer logitValues;
  private long refreshedVersion = -1;

  /** Those of the last training forward, whose memory the backward reads again. */
  private @Nullable INDArray images;

  /**
   * A plan on weights.
   *
   * @param program that has its memory
   */
  OneDnnPlan(OneDnnWeights weights, PlanSpec spec, PlanChecks checks, Program program) {
    this.weights = weights;
    this.spec = spec;
    this.program = program;
    this.checks = checks;
    this.logitValues = Floats.of(Address.of(program.logits()), program.logits().length());
  }

  @Override
  public PlanSpec spec() {
    return spec;
  }

  @Override
  public INDArray forward(INDArray input, Draws draws) {
    return forward(input, ForwardDraws.of(draws));
  }

  @Override
  public INDArray forward(INDArray input, ForwardDraws draws) {
    checks.beforeForward(input);
    boolean training = spec.phase() == Phase.TRAINING;
    // Folded batch norms depend on the running statistics as well.
    long version = training ? weights.mastersVersion() : weights.version();
    if (version != refreshedVersion) {
      weights.refreshEffective();
      program.refresh();
      refreshedVersion = version;
    }
    program.arrays().draws(draws);
    INDArray values = dense(input);
    images = training ? values : null;
    try {
      program.forward(Address.of(values));
    } finally {
      Reference.reachabilityFence(values);
    }
    if (training) {
      program.statistics().moveRunning(logitValues);
    }
    checks.afterForward();
    return program.logits();
  }

  @Override
  public INDArray tap(String layer) {
    checks.beforeTap(layer);
    return program.tap(layer);
  }

  @Override
  public void backward(INDArray logitsGradient, Accumulate mode) {
    checks.beforeBackward(logitsGradient, program.logits());
    INDArray values = dense(logitsGradient);
    try {
      program.backward(Address.of(values), mode);
    } finally {
      Reference.reachabilityFence(values);
      Reference.reachabilityFence(images);
    }
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
    checks.close();
    images = null;
    program.close();
  }

  /** The array itself, or a copy where its values do not lie one after another. */
  private INDArray dense(INDArray array) {
    boolean isDense = array.ordering() == 'c' && array.elementWiseStride() == 1;
    return isDense ? array : program.arrays().copy(array);
  }
}
