package io.bagoftricks.engine.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.bagoftricks.api.Effect;
import io.bagoftricks.api.Family;
import io.bagoftricks.api.InitHook;
import io.bagoftricks.api.NetworkDraft;
import io.bagoftricks.api.ParamGroups;
import io.bagoftricks.api.ParamGroupsHook;
import io.bagoftricks.api.Problems;
import io.bagoftricks.api.Slot;
import io.bagoftricks.api.TrickCard;
import io.bagoftricks.api.Uses;
import io.bagoftricks.api.network.BatchNorm2d;
import io.bagoftricks.api.network.Relu;
import io.bagoftricks.api.network.Sigmoid;
import io.bagoftricks.engine.plugin.TrickException;
import io.bagoftricks.engine.plugin.TrickRegistry;
import io.bagoftricks.engine.problem.Problem;
import io.bagoftricks.engine.problem.ProblemException;
import io.bagoftricks.engine.recipe.TrickEntry;
import io.bagoftricks.engine.toys.ToyProvider;
import io.bagoftricks.engine.toys.ToyRecipes;
import io.bagoftricks.engine.toys.ToyTricks.None;
import jakarta.inject.Inject;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The faults that tricks find in their settings when they see the network. */
final class SetupProblemsTest {
  private static final TrickRegistry TOYS =
      TrickRegistry.of(
          List.of(
              new GateProvider(),
              new NormlessProvider(),
              new GroupsProvider(),
              new NoteProvider()));

  @Test
  void allTricksAreAskedAndAllIsTold() {
    assertThatThrownBy(() -> plan(named("gate"), named("groups", new Named("tail"))))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e ->
                assertThat(e.problems())
                    .extracting(Problem::toString)
                    .containsExactly(
                        "toy.json:gate: [recipe/setting] tricks.gate.layer: names 'act', but there"
                            + " is no such layer. Did you mean 'act1'?",
                        "toy.json:groups: [recipe/setting] tricks.groups.layer: is 'tail': no"
                            + " parameter is called so"));
  }

  /** The second fails because the first has not done its part. */
  @Test
  void whatMayFollowFromAnErrorIsNotTold() {
    assertThatThrownBy(() -> plan(named("gate"), named("normless")))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e ->
                assertThat(e.problems())
                    .extracting(Problem::id, Problem::where)
                    .containsExactly(tuple("recipe/setting", "toy.json:gate")));
    assertThatThrownBy(() -> plan(named("normless")))
        .isInstanceOf(TrickException.class)
        .hasMessageContaining("no gate");
    assertThat(plan(named("gate", new Named("act1")), named("normless")).notes()).isEmpty();
  }

  @Test
  void aNoteKeepsNothingFromRunning() {
    RunPlan plan = plan(named("note"));
    assertThat(plan.notes())
        .extracting(Problem::toString)
        .containsExactly("toy.json:note: [recipe/setting] tricks.note: looks at 21 norms");
    try (RunTricks tricks = RunTricks.of(plan)) {
      assertThat(tricks.plan().network()).isEqualTo(plan.network());
    }
  }

  @Test
  void aHookThatOnlyLooksLeavesATrickItsWindow() {
    assertThat(TOYS.setupHookOf("note")).isEmpty();
    assertThat(TOYS.setupHookOf("gate")).contains("onInit");
  }

  private static RunPlan plan(TrickEntry... tricks) {
    return new RunPlanner(TOYS).plan(ToyRecipes.small(List.of(tricks)));
  }

  private static TrickEntry named(String trick) {
    return ToyRecipes.entry(TOYS, trick);
  }

  private static TrickEntry named(String trick, Record config) {
    return ToyRecipes.entry(trick, trick, config);
  }

  record Named(String layer) {}

  @TrickCard(id = "gate", family = Family.ARCHITECTURE, summary = "Makes a layer a gate.")
  private static final class GateProvider extends ToyProvider<Named> {
    GateProvider() {
      super(Gate.class, new Named("act"));
    }
  }

  private static final class Gate implements InitHook {
    private final Named config;

    @Inject
    Gate(Named config) {
      this.config = config;
    }

    @Override
    @Uses(adds = Slot.STRUCTURE)
    public void onInit(NetworkDraft network) {
      List<String> names = network.nodes(Relu.class).stream().map(node -> node.name()).toList();
      if (!names.contains(config.layer())) {
        network.problems().unknown("layer", config.layer(), "layer", names);
        return;
      }
      network.nodes().stream()
          .filter(node -> node.name().equals(config.layer()))
          .forEach(node -> network.replace(node, new Sigmoid()));
      network.receipt(new Effect(1, names.size(), "gates"));
    }
  }

  @TrickCard(
      id = "normless",
      family = Family.ARCHITECTURE,
      summary = "Needs a gate.",
      after = "gate")
  private static final class NormlessProvider extends ToyProvider<None> {
    NormlessProvider() {
      super(Normless.class, new None());
    }
  }

  private static final class Normless implements InitHook {
    @Inject
    Normless() {}

    @Override
    @Uses(reads = Slot.STRUCTURE)
    public void onInit(NetworkDraft network) {
      if (network.nodes(Sigmoid.class).isEmpty()) {
        throw new IllegalStateException("no gate");
      }
      network.receipt(new Effect(0, 1, "gates"));
    }
  }

  @TrickCard(id = "groups", family = Family.OPTIMIZATION, summary = "Looks for a parameter.")
  private static final class GroupsProvider extends ToyProvider<Named> {
    GroupsProvider() {
      super(Groups.class, new Named("fc"));
    }
  }

  private static final class Groups implements ParamGroupsHook {
    private final Named config;

    @Inject
    Groups(Named config) {
      this.config = config;
    }

    @Override
    @Uses(adds = Slot.RATE_FACTORS)
    public void onParamGroups(ParamGroups groups) {
      Problems problems = groups.problems();
      problems.error("layer", "is '" + config.layer() + "': no parameter is called so");
    }
  }

  @TrickCard(id = "note", family = Family.ARCHITECTURE, summary = "Looks at norms.")
  private static final class NoteProvider extends ToyProvider<None> {
    NoteProvider() {
      super(Note.class, new None());
    }
  }

  private static final class Note implements InitHook {
    @Inject
    Note() {}

    @Override
    @Uses(reads = Slot.STRUCTURE)
    public void onInit(NetworkDraft network) {
      int norms = network.nodes(BatchNorm2d.class).size();
      network.problems().note("", "looks at " + norms + " norms");
      network.receipt(new Effect(0, norms, "norms"));
    }
  }
}
