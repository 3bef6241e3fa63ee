package io.bagoftricks.product.golden;

import io.bagoftricks.api.Batch;
import io.bagoftricks.api.BatchHook;
import io.bagoftricks.api.Effect;
import io.bagoftricks.api.Family;
import io.bagoftricks.api.InitHook;
import io.bagoftricks.api.LossDraft;
import io.bagoftricks.api.LossHook;
import io.bagoftricks.api.NetworkDraft;
import io.bagoftricks.api.Slot;
import io.bagoftricks.api.Step;
import io.bagoftricks.api.StepHook;
import io.bagoftricks.api.Trick;
import io.bagoftricks.api.TrickCard;
import io.bagoftricks.api.TrickProvider;
import io.bagoftricks.api.TrickState;
import io.bagoftricks.api.Uses;
import io.bagoftricks.api.network.Precision;
import jakarta.inject.Inject;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** The tricks of golden runs that the product does not have; the golden files define them. */
final class GoldenTricks {
  private GoldenTricks() {}

  record DistanceConfig(double weight, double hardFactor, int overflow) {}

  /** A second term of the loss, half the squared distance between logits and doubled targets. */
  static final class Distance implements LossHook {
    private final DistanceConfig config;

    @Inject
    Distance(DistanceConfig config) {
      this.config = config;
    }

    @Override
    @Uses(adds = Slot.LOSS_TERMS)
    public void onLoss(LossDraft loss) {
      boolean overflows = loss.moment().step() == config.overflow();
      loss.multiply(LossDraft.HARD, config.hardFactor());
      loss.add("distance", config.weight(), (z, t, g) -> distance(z, t, g, overflows));
    }

    private static double distance(
        INDArray logits, INDArray targets, INDArray gradient, boolean overflows) {
      try (INDArray doubled = targets.mul(2);
          INDArray difference = logits.sub(doubled);
          INDArray squares = difference.mul(difference)) {
        gradient.assign(difference.divi(logits.size(0)));
        if (overflows) {
          gradient.assign(Double.POSITIVE_INFINITY);
        }
        return squares.castTo(DataType.DOUBLE).sumNumber().doubleValue() / (2 * logits.size(0));
      }
    }
  }

  @TrickCard(id = "distance", family = Family.LOSS, summary = "Adds a term to the loss.")
  public static final class DistanceProvider implements TrickProvider<DistanceConfig> {
    @Override
    public Class<? extends Trick> trick() {
      return Distance.class;
    }

    @Override
    public DistanceConfig defaults() {
      return new DistanceConfig(1, 1, -1);
    }
  }

  record UnevenRateConfig(double factor) {}

  /** Multiplies the rate of the steps of its window. */
  static final class UnevenRate implements StepHook {
    private final UnevenRateConfig config;

    @Inject
    UnevenRate(UnevenRateConfig config) {
      this.config = config;
    }

    @Override
    @Uses(adds = Slot.STEP_RATE)
    public void onStep(Step step) {
      step.multiplyLearningRate(config.factor());
    }
  }

  @TrickCard(id = "uneven-rate", family = Family.OPTIMIZATION, summary = "Changes steps' rates.")
  public static final class UnevenRateProvider implements TrickProvider<UnevenRateConfig> {
    @Override
    public Class<? extends Trick> trick() {
      return UnevenRate.class;
    }

    @Override
    public UnevenRateConfig defaults() {
      return new UnevenRateConfig(1);
    }
  }

  record NoSettings() {}

  /** Trains in 64 bits. */
  static final class InDouble implements InitHook {
    @Inject
    InDouble() {}

    @Override
    @Uses(replaces = Slot.PRECISION)
    public void onInit(NetworkDraft network) {
      network.precision(Precision.DOUBLE);
      network.receipt(new Effect(1, 1, "networks in 64 bits"));
    }
  }

  @TrickCard(id = "in-double", family = Family.OPTIMIZATION, summary = "Trains in 64 bits.")
  public static final class InDoubleProvider implements TrickProvider<NoSettings> {
    @Override
    public Class<? extends Trick> trick() {
      return InDouble.class;
    }

    @Override
    public NoSettings defaults() {
      return new NoSettings();
    }
  }

  /** Remembers the targets of the last batch after all tricks, in rows of a flat array. */
  static final class Witness implements BatchHook {
    private final TrickState state;

    @Inject
    Witness(TrickState state) {
      this.state = state;
    }

    @Override
    @Uses(reads = Slot.TARGET)
    public void onBatch(Batch batch) {
      INDArray seen =
          state.array("targets", () -> Nd4j.create(DataType.DOUBLE, batch.targets().length()));
      seen.assign(0);
      seen.get(NDArrayIndex.interval(0, batch.targets().length()))
          .assign(batch.targets().reshape(batch.targets().length()));
    }
  }

  @TrickCard(id = "witness", family = Family.DATA, summary = "Remembers the targets.")
  public static final class WitnessProvider implements TrickProvider<NoSettings> {
    @Override
    public Class<? extends Trick> trick() {
      return Witness.class;
    }

    @Override
    public NoSettings defaults() {
      return new NoSettings();
    }
  }
}
