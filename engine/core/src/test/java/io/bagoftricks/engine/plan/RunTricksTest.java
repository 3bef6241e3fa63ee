package io.bagoftricks.engine.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bagoftricks.api.Effect;
import io.bagoftricks.api.Family;
import io.bagoftricks.api.InitHook;
import io.bagoftricks.api.NetworkDraft;
import io.bagoftricks.api.ParamGroups;
import io.bagoftricks.api.ParamGroupsHook;
import io.bagoftricks.api.RunFacts;
import io.bagoftricks.api.Slot;
import io.bagoftricks.api.StepHook;
import io.bagoftricks.api.StepResult;
import io.bagoftricks.api.TrickCard;
import io.bagoftricks.api.TrickProvider;
import io.bagoftricks.api.Uses;
import io.bagoftricks.api.network.CustomLayer;
import io.bagoftricks.api.network.Node;
import io.bagoftricks.api.network.Relu;
import io.bagoftricks.api.network.Shape;
import io.bagoftricks.api.network.Size;
import io.bagoftricks.engine.plugin.HookPoint;
import io.bagoftricks.engine.plugin.TrickException;
import io.bagoftricks.engine.plugin.TrickRegistry;
import io.bagoftricks.engine.recipe.TrickEntry;
import io.bagoftricks.engine.toys.ToyProvider;
import io.bagoftricks.engine.toys.ToyRecipes;
import io.bagoftricks.engine.toys.ToyTricks;
import io.bagoftricks.engine.toys.ToyTricks.None;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A plan is a value; each run of it has tricks, layers and states of its own. */
final class RunTricksTest {
  @Test
  void plansOfARecipeAreEqual() {
    TrickRegistry toys = TrickRegistry.of(ToyTricks.all());
    RunPlan plan = plan(toys, "batch-rate", "slow-start", "half-wave", "average", "deep-stem");

    RunPlan again = plan(toys, "batch-rate", "slow-start", "half-wave", "average", "deep-stem");
    assertThat(again).isEqualTo(plan).hasSameHashCodeAs(plan);
    for (String without :
        List.of("batch-rate", "slow-start", "half-wave", "average", "deep-stem")) {
      List<String> rest =
          new ArrayList<>(List.of("batch-rate", "slow-start", "half-wave", "average", "deep-stem"));
      rest.remove(without);
      RunPlan other = plan(toys, rest.toArray(String[]::new));
      assertThat(other).isNotEqualTo(plan);
    }
    assertThat(plan.learningRate()).isNotEqualTo(plan(toys, "batch-rate").learningRate());
    assertThat(plan(toys, "batch-rate").learningRate()).isNotEqualTo(plan(toys).learningRate());
  }

  @Test
  void eachRunHasTricksAndStatesOfItsOwn() {
    RunPlan plan = plan(TrickRegistry.of(ToyTricks.all()), "average");
    try (RunTricks one = RunTricks.of(plan)) {
      try (RunTricks other = RunTricks.of(plan)) {
        assertThat(one.find("average").trick()).isNotSameAs(other.find("average").trick());
        other.find("average").state().counter("updates", 0).set(100);
        assertThat(one.find("average").state().counters()).containsEntry("updates", 7L);
      }
      one.find("average").state().counter("updates", 0).increment();
      assertThat(one.find("average").state().counters()).containsEntry("updates", 8L);
    }
  }

  @Test
  void eachRunHasLayersOfItsOwn() {
    RunPlan plan = plan(TrickRegistry.of(List.of(new OwnLayerProvider())), "own-layer");
    try (RunTricks one = RunTricks.of(plan);
        RunTricks other = RunTricks.of(plan)) {
      assertThat(layer(one.plan()))
          .isInstanceOf(OwnLayer.Copy.class)
          .isNotSameAs(layer(other.plan()))
          .isNotSameAs(layer(plan));
      assertThat(one.plan().ownerOf("act1")).contains("own-layer");
    }
  }

  @Test
  void aSetupThatIsAnotherEachTimeIsRefused() {
    assertRefused(new OtherSizesProvider(), HookPoint.ON_INIT, "another precision, input size");
    assertRefused(new OtherNetworkProvider(), HookPoint.ON_INIT, "another network");
    assertRefused(new OtherGroupsProvider(), HookPoint.ON_PARAM_GROUPS, "other groups");
  }

  @Test
  void aTrickThatCanBeClosedIsClosedAtTheEnd() {
    RunTricks run = RunTricks.of(plan(TrickRegistry.of(List.of(new ClosesProvider())), "closes"));
    Closes trick = (Closes) run.find("closes").trick();

    assertThat(trick.closed).isZero();
    run.close();
    assertThat(trick.closed).isEqualTo(1);
  }

  @Test
  void tricksAreToldTheFactsOfTheRun() {
    RunPlan plan = plan(TrickRegistry.of(List.of(new ClosesProvider())), "closes");
    try (RunTricks run = RunTricks.of(plan)) {
      RunFacts facts = ((Closes) run.find("closes").trick()).facts;
      assertThat(facts.seed()).isEqualTo(plan.recipe().training().seed()).isNotZero();
      assertThat(facts.momentum())
          .isEqualTo(plan.recipe().optimizer().made().momentum())
          .isNotZero();
      assertThat(facts.microBatch()).isEqualTo(plan.recipe().training().microBatchSize());
      assertThat(facts.normalization()).contains(plan.settings().normalization());
      assertThat(plan.facts().normalization()).isEmpty();
    }
  }

  private static void assertRefused(TrickProvider<?> provider, HookPoint point, String what) {
    String id = provider.getClass().getAnnotation(TrickCard.class).id();
    RunPlan plan = plan(TrickRegistry.of(List.of(provider)), id);
    assertThatThrownBy(() -> RunTricks.of(plan))
        .isInstanceOf(TrickException.class)
        .hasMessageStartingWith(
            "[plugin/not-repeatable] '%s' in %s at the start of the run: it "
                .formatted(id, point.method()))
        .hasMessageContaining(what);
  }

  private static Object layer(RunPlan plan) {
    return plan.network().find("act1").orElseThrow().layer();
  }

  private static RunPlan plan(TrickRegistry registry, String... tricks) {
    List<TrickEntry> entries = new ArrayList<>();
    for (String trick : tricks) {
      entries.add(ToyRecipes.entry(registry, trick));
    }
    return new RunPlanner(registry).plan(ToyRecipes.small(entries));
  }

  @TrickCard(id = "closes", family = Family.OPTIMIZATION, summary = "Can be closed.")
  private static final class ClosesProvider extends ToyProvider<None> {
    ClosesProvider() {
      super(Closes.class, new None());
    }
  }

  private static final class Closes implements StepHook, AutoCloseable {
    private final RunFacts facts;
    private int closed;

    @Inject
    Closes(RunFacts facts) {
      this.facts = facts;
    }

    @Override
    public void afterStep(StepResult result) {}

    @Override
    public void close() {
      closed++;
    }
  }

  @TrickCard(id = "own-layer", family = Family.ARCHITECTURE, summary = "Brings a layer.")
  private static final class OwnLayerProvider extends ToyProvider<None> {
    OwnLayerProvider() {
      super(OwnLayer.class, new None());
    }
  }

  private static final class OwnLayer implements InitHook {
    @Inject
    OwnLayer() {}

    @Override
    @Uses(changes = Slot.STRUCTURE)
    public void onInit(NetworkDraft network) {
      Node relu = network.nodes().stream().filter(n -> n.name().equals("act1")).findFirst().get();
      network.replace(relu, new Copy());
      network.receipt(new Effect(1, 1, "activations"));
    }

    /** Knows nothing of when it equals another. */
    private static final class Copy implements CustomLayer {
      @Override
      public Shape output(List<Shape> inputs) {
        return inputs.get(0);
      }

      @Override
      public void forward(Forward pass) {
        pass.output().assign(pass.input(0));
      }

      @Override
      public void backward(Backward pass) {
        pass.inputGradient(0).assign(pass.outputGradient());
      }
    }
  }

  @TrickCard(id = "other-sizes", family = Family.DATA, summary = "Counts its instances.")
  private static final class OtherSizesProvider extends ToyProvider<None> {
    private static int calls;

    OtherSizesProvider() {
      super(OtherSizes.class, new None());
    }
  }

  private static final class OtherSizes implements InitHook {
    @Inject
    OtherSizes() {}

    @Override
    @Uses(changes = Slot.INPUT_SIZE)
    public void onInit(NetworkDraft network) {
      int side = 28 + OtherSizesProvider.calls++;
      network.inputSize(epoch -> epoch == 9 ? Size.of(side) : Size.of(28));
      network.receipt(new Effect(1, 1, "epochs"));
    }
  }

  @TrickCard(id = "other-network", family = Family.ARCHITECTURE, summary = "Counts its instances.")
  private static final class OtherNetworkProvider extends ToyProvider<None> {
    private static int calls;

    OtherNetworkProvider() {
      super(OtherNetwork.class, new None());
    }
  }

  private static final class OtherNetwork implements InitHook {
    @Inject
    OtherNetwork() {}

    @Override
    @Uses(changes = Slot.STRUCTURE)
    public void onInit(NetworkDraft network) {
      List<Node> relus = network.nodes().stream().filter(n -> n.layer() instanceof Relu).toList();
      network.remove(relus.get(OtherNetworkProvider.calls++ % 2));
      network.receipt(new Effect(1, 1, "activations"));
    }
  }

  @TrickCard(id = "other-groups", family = Family.OPTIMIZATION, summary = "Counts its instances.")
  private static final class OtherGroupsProvider extends ToyProvider<None> {
    private static int calls;

    OtherGroupsProvider() {
      super(OtherGroups.class, new None());
    }
  }

  private static final class OtherGroups implements ParamGroupsHook {
    @Inject
    OtherGroups() {}

    @Override
    @Uses(adds = Slot.DECAY_FACTORS)
    public void onParamGroups(ParamGroups groups) {
      double factor = 1.0 / ++OtherGroupsProvider.calls + 1;
      groups.receipt(new Effect(groups.multiplyWeightDecay(p -> true, factor), 65, "parameters"));
    }
  }
}
