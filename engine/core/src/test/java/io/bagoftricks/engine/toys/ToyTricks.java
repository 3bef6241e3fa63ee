package io.bagoftricks.engine.toys;

import io.bagoftricks.api.Batch;
import io.bagoftricks.api.BatchHook;
import io.bagoftricks.api.Effect;
import io.bagoftricks.api.Family;
import io.bagoftricks.api.InitHook;
import io.bagoftricks.api.LossDraft;
import io.bagoftricks.api.LossHook;
import io.bagoftricks.api.NetworkDraft;
import io.bagoftricks.api.ParamGroups;
import io.bagoftricks.api.ParamGroupsHook;
import io.bagoftricks.api.Problems;
import io.bagoftricks.api.RunFacts;
import io.bagoftricks.api.Slot;
import io.bagoftricks.api.StepHook;
import io.bagoftricks.api.StepResult;
import io.bagoftricks.api.TrainingTime;
import io.bagoftricks.api.TrickCard;
import io.bagoftricks.api.TrickProvider;
import io.bagoftricks.api.TrickState;
import io.bagoftricks.api.Uses;
import io.bagoftricks.api.network.BatchNorm2d;
import io.bagoftricks.api.network.Chain;
import io.bagoftricks.api.network.Constant;
import io.bagoftricks.api.network.Conv2d;
import io.bagoftricks.api.network.Node;
import io.bagoftricks.api.network.Parameter;
import io.bagoftricks.api.network.Region;
import io.bagoftricks.api.network.Relu;
import io.bagoftricks.api.network.ResidualBlock;
import io.bagoftricks.api.network.Role;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;

/** Well-behaved toys, one for each way in which tricks meet. */
public final class ToyTricks {
  private ToyTricks() {}

  /** No settings. */
  public record None() {}

  /** All providers here. */
  public static List<TrickProvider<?>> all() {
    return List.of(
        new DeepStemProvider(),
        new QuietBranchesProvider(),
        new WeightsOnlyProvider(),
        new BatchRateProvider(),
        new SlowStartProvider(),
        new HalfWaveProvider(),
        new SoftenProvider(),
        new BlendProvider(),
        new AverageProvider());
  }

  /** Two small convolutions in place of the stem's first. */
  @TrickCard(id = "deep-stem", family = Family.ARCHITECTURE, summary = "A deeper stem.")
  public static final class DeepStemProvider extends ToyProvider<None> {
    /** For the loader. */
    public DeepStemProvider() {
      super(DeepStem.class, new None());
    }
  }

  static final class DeepStem implements InitHook {
    @Inject
    DeepStem() {}

    @Override
    @Uses(changes = Slot.STRUCTURE)
    public void onInit(NetworkDraft network) {
      Optional<Node> first =
          network.stem().flatMap(s -> s.nodes(Conv2d.class).stream().findFirst());
      first.ifPresent(
          node -> {
            Conv2d conv = (Conv2d) node.layer();
            network.replace(
                node,
                Chain.of("0", Conv2d.of(32, 3, conv.stride().height()))
                    .then("1", BatchNorm2d.defaults())
                    .then("2", new Relu())
                    .then("3", Conv2d.of(conv.outChannels(), 3, 1)));
          });
      network.receipt(new Effect(first.isPresent() ? 1 : 0, 1, "stems"));
    }
  }

  /** The last scale of each branch starts at zero. */
  @TrickCard(id = "quiet-branches", family = Family.INITIALIZATION, summary = "Zero scales.")
  public static final class QuietBranchesProvider extends ToyProvider<None> {
    /** For the loader. */
    public QuietBranchesProvider() {
      super(QuietBranches.class, new None());
    }
  }

  static final class QuietBranches implements InitHook {
    @Inject
    QuietBranches() {}

    @Override
    @Uses(reads = Slot.STRUCTURE, changes = Slot.INITIALIZERS)
    public void onInit(NetworkDraft network) {
      int touched = 0;
      for (ResidualBlock block : network.residualBlocks()) {
        Region branch = block.branch();
        List<Node> norms = branch.nodes(BatchNorm2d.class);
        Parameter gamma = norms.get(norms.size() - 1).parameters().get(0);
        network.initialize(gamma, Constant.ZERO);
        touched++;
      }
      network.receipt(new Effect(touched, network.nodes(BatchNorm2d.class).size(), "batch norms"));
    }
  }

  /** Weight decay for weights alone. */
  @TrickCard(id = "weights-only", family = Family.OPTIMIZATION, summary = "Decays weights.")
  public static final class WeightsOnlyProvider extends ToyProvider<None> {
    /** For the loader. */
    public WeightsOnlyProvider() {
      super(WeightsOnly.class, new None());
    }
  }

  static final class WeightsOnly implements ParamGroupsHook {
    @Inject
    WeightsOnly() {}

    @Override
    @Uses(adds = Slot.DECAY_FACTORS)
    public void onParamGroups(ParamGroups groups) {
      int touched = groups.multiplyWeightDecay(p -> p.role() != Role.WEIGHT, 0);
      groups.receipt(new Effect(touched, groups.parameters().size(), "parameters undecayed"));
    }
  }

  /** A rate in proportion to the batch. */
  public record BatchRateConfig(int base) {}

  /** A rate in proportion to the batch. */
  @TrickCard(id = "batch-rate", family = Family.OPTIMIZATION, summary = "Scales the rate.")
  public static final class BatchRateProvider extends ToyProvider<BatchRateConfig> {
    /** For the loader. */
    public BatchRateProvider() {
      super(BatchRate.class, new BatchRateConfig(256));
    }

    @Override
    public void check(BatchRateConfig config, RunFacts facts, Problems problems) {
      if (config.base() == facts.batchSize()) {
        problems.note("base", "is the batch size, so that the rate stays");
      }
      if (config.base() < 1) {
        problems.error("base", "is " + config.base() + ", but must be at least 1");
      }
    }
  }

  static final class BatchRate implements ParamGroupsHook {
    private final BatchRateConfig config;

    @Inject
    BatchRate(BatchRateConfig config) {
      this.config = config;
    }

    @Override
    @Uses(adds = Slot.RATE_FACTORS)
    public void onParamGroups(ParamGroups groups) {
      groups.learningRate().multiply((double) groups.facts().batchSize() / config.base());
      groups.receipt(new Effect(1, 1, "learning rates"));
    }
  }

  /** How long the ramp is. */
  public record SlowStartConfig(TrainingTime duration) {}

  /** A linear ramp. */
  @TrickCard(id = "slow-start", family = Family.OPTIMIZATION, summary = "Ramps the rate up.")
  public static final class SlowStartProvider extends ToyProvider<SlowStartConfig> {
    /** For the loader. */
    public SlowStartProvider() {
      super(SlowStart.class, new SlowStartConfig(TrainingTime.epochs(5)));
    }
  }

  static final class SlowStart implements ParamGroupsHook {
    private final SlowStartConfig config;

    @Inject
    SlowStart(SlowStartConfig config) {
      this.config = config;
    }

    @Override
    @Uses(replaces = Slot.RATE_RAMP)
    public void onParamGroups(ParamGroups groups) {
      long steps = config.duration().steps(groups.facts());
      groups.learningRate().ramp(steps, step -> (step + 1.0) / steps);
    }
  }

  /** Half a cosine. */
  @TrickCard(id = "half-wave", family = Family.OPTIMIZATION, summary = "Lets the rate fall.")
  public static final class HalfWaveProvider extends ToyProvider<None> {
    /** For the loader. */
    public HalfWaveProvider() {
      super(HalfWave.class, new None());
    }
  }

  static final class HalfWave implements ParamGroupsHook {
    @Inject
    HalfWave() {}

    @Override
    @Uses(replaces = Slot.RATE_CURVE)
    public void onParamGroups(ParamGroups groups) {
      groups
          .learningRate()
          .follow(
              t ->
                  0.5
                      + 0.5
                          * StrictMath.cos(StrictMath.PI * t.stepAfterRamp() / t.stepsAfterRamp()));
    }
  }

  /** How soft. */
  public record SoftenConfig(double softness) {}

  /** Softer targets. */
  @TrickCard(id = "soften", family = Family.LOSS, summary = "Softens targets.")
  public static final class SoftenProvider extends ToyProvider<SoftenConfig> {
    /** For the loader. */
    public SoftenProvider() {
      super(Soften.class, new SoftenConfig(0.1));
    }
  }

  static final class Soften implements LossHook, BatchHook {
    @Inject
    Soften(SoftenConfig config) {
      if (!(config.softness() >= 0 && config.softness() < 1)) {
        throw new IllegalArgumentException("softness is " + config.softness());
      }
    }

    @Override
    @Uses(changes = Slot.TARGET)
    public void onBatch(Batch batch) {}

    @Override
    @Uses(reads = Slot.TARGET)
    public void onLoss(LossDraft loss) {}
  }

  /** Mixed images and targets. */
  @TrickCard(id = "blend", family = Family.DATA, summary = "Blends images.")
  public static final class BlendProvider extends ToyProvider<None> {
    /** For the loader. */
    public BlendProvider() {
      super(Blend.class, new None());
    }
  }

  static final class Blend implements BatchHook {
    @Inject
    Blend() {}

    @Override
    @Uses(replaces = {Slot.INPUT, Slot.TARGET})
    public void onBatch(Batch batch) {}
  }

  /** A running average that counts. */
  @TrickCard(id = "average", family = Family.OPTIMIZATION, summary = "Counts updates.")
  public static final class AverageProvider extends ToyProvider<None> {
    /** For the loader. */
    public AverageProvider() {
      super(Average.class, new None());
    }
  }

  static final class Average implements StepHook, LossHook {
    private final TrickState.Counter updates;

    @Inject
    Average(TrickState state) {
      updates = state.counter("updates", 7);
    }

    @Override
    @Uses(reads = Slot.WEIGHTS)
    public void afterStep(StepResult result) {
      updates.increment();
    }

    @Override
    public void onLoss(LossDraft loss) {}
  }
}
