package io.bagoftricks.engine.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bagoftricks.api.Batch;
import io.bagoftricks.api.BatchHook;
import io.bagoftricks.api.Family;
import io.bagoftricks.api.RunFacts;
import io.bagoftricks.api.Teacher;
import io.bagoftricks.api.TeacherSource;
import io.bagoftricks.api.TeacherWeights;
import io.bagoftricks.api.Teachers;
import io.bagoftricks.api.Trick;
import io.bagoftricks.api.TrickCard;
import io.bagoftricks.api.TrickState;
import io.bagoftricks.api.network.Shape;
import io.bagoftricks.engine.internal.state.StoredState;
import io.bagoftricks.engine.problem.ProblemException;
import io.bagoftricks.engine.recipe.TrickEntry;
import io.bagoftricks.engine.toys.ToyProvider;
import jakarta.inject.Inject;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

final class TrickInjectorTest {
  private static final RunFacts FACTS = new RunFacts(10, 100, new Shape(1, 8, 8), 1, 10, 10, 0.1);

  private static final Teachers TEACHERS =
      new Teachers() {
        @Override
        public Teacher load(TeacherSource source) {
          throw new AssertionError("asked for " + source);
        }

        @Override
        public Teacher ofStudent(Supplier<TeacherWeights> weights) {
          throw new AssertionError("asked for a mean teacher");
        }
      };

  private final TrickInjector injector = new TrickInjector(FACTS);
  private final StoredState state = new StoredState();

  @Test
  void givesATrickWhatItMayAskFor() {
    Trick trick = build(Asking.class, new Config(3));
    assertThat(trick)
        .isInstanceOfSatisfying(
            Asking.class,
            asking -> {
              assertThat(asking.config).isEqualTo(new Config(3));
              assertThat(asking.state).isSameAs(state);
              assertThat(asking.facts).isSameAs(FACTS);
              assertThat(asking.teachers).isSameAs(TEACHERS);
            });
  }

  @Test
  void keepsInstancesOfOneTrickApart() {
    Trick one = build(Asking.class, new Config(1));
    Trick two = build(Asking.class, new Config(2));
    assertThat(((Asking) one).config).isEqualTo(new Config(1));
    assertThat(((Asking) two).config).isEqualTo(new Config(2));
  }

  @Test
  void refusesConstructorsWithoutInject() {
    assertThatThrownBy(() -> build(Plain.class, new Config(1)))
        .isInstanceOf(BrokenProviderException.class)
        .hasMessageContaining("TrickInjectorTest$Plain as its trick, which cannot be built:")
        .hasMessageContaining("no constructor with @Inject");
  }

  @Test
  void refusesWhatNoTrickMayAskFor() {
    assertThatThrownBy(() -> build(Greedy.class, new Config(1)))
        .isInstanceOf(BrokenProviderException.class)
        .hasMessageEndingWith(
            "takes java.lang.String; it may take Config, RunFacts, TrickState, Teachers");
  }

  @Test
  void namesWhatAConstructorThrows() {
    assertThatThrownBy(() -> build(Failing.class, new Config(1)))
        .isInstanceOf(ProblemException.class)
        .hasMessageStartingWith("toy.json:3: [plugin/cannot-build] 'toy' (")
        .hasMessageEndingWith("cannot be built: java.lang.IllegalArgumentException: amount is 1")
        .hasRootCauseInstanceOf(IllegalArgumentException.class);
  }

  private Trick build(Class<? extends Trick> trick, Config config) {
    TrickDescriptor descriptor = TrickReader.read(new Provider(trick), "test");
    return injector.build(
        descriptor,
        new TrickEntry("toy", "toy", List.of(), false, config, "toy.json:3"),
        state,
        TEACHERS);
  }

  private record Config(int amount) {}

  @TrickCard(id = "toy", family = Family.DATA, summary = "A toy.")
  private static final class Provider extends ToyProvider<Config> {
    Provider(Class<? extends Trick> trick) {
      super(trick, new Config(0));
    }
  }

  private static final class Asking implements BatchHook {
    final Config config;
    final TrickState state;
    final RunFacts facts;
    final Teachers teachers;

    @Inject
    Asking(Config config, TrickState state, RunFacts facts, Teachers teachers) {
      this.teachers = teachers;
      this.config = config;
      this.state = state;
      this.facts = facts;
    }

    @Override
    public void onBatch(Batch batch) {}
  }

  private static final class Plain implements BatchHook {
    Plain() {}

    @Override
    public void onBatch(Batch batch) {}
  }

  private static final class Greedy implements BatchHook {
    @Inject
    Greedy(String anything) {
      assertThat(anything).isNull();
    }

    @Override
    public void onBatch(Batch batch) {}
  }

  private static final class Failing implements BatchHook {
    @Inject
    Failing(Config config) {
      throw new IllegalArgumentException("amount is " + config.amount());
    }

    @Override
    public void onBatch(Batch batch) {}
  }
}
