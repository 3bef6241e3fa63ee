package io.bagoftricks.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.bagoftricks.api.EvaluateHook;
import io.bagoftricks.api.Evaluation;
import io.bagoftricks.api.Family;
import io.bagoftricks.api.LossDraft;
import io.bagoftricks.api.LossHook;
import io.bagoftricks.api.Slot;
import io.bagoftricks.api.Step;
import io.bagoftricks.api.StepHook;
import io.bagoftricks.api.StepResult;
import io.bagoftricks.api.Trick;
import io.bagoftricks.api.TrickCard;
import io.bagoftricks.api.TrickProvider;
import io.bagoftricks.api.TrickState;
import io.bagoftricks.api.Uses;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The contract holds for a trick without faults, and each fault breaks the rules that it should.
 */
final class TrickContractTest {
  @TestFactory
  Stream<DynamicTest> aTrickWithoutFaultsKeepsIt() {
    return TrickContract.of(new GoodProvider()).tests();
  }

  @Test
  void aTrickWithoutACardIsNotComplete() {
    assertThat(only(new CardlessProvider(), Rule.CARD, Rule.SETTINGS).violations())
        .singleElement()
        .asString()
        .startsWith("CARD: There is no card META-INF/tricks/cardless.md");
  }

  @Test
  void aCardWithAnotherDefaultIsNotTrue() {
    assertThat(only(new OtherDefaultProvider(), Rule.CARD, Rule.SETTINGS).violations())
        .singleElement()
        .asString()
        .startsWith("CARD: ")
        .contains("good.md");
  }

  @Test
  void settingsThatChangeWhenReadAgainAreFound() {
    assertThat(broken(only(new GrowingProvider(), Rule.SETTINGS))).containsExactly("SETTINGS");
  }

  @Test
  void aRangeThatLetsNanThroughIsFound() {
    assertThat(only(new LenientProvider(), Rule.SETTINGS).violations())
        .containsExactly(
            "SETTINGS: io.bagoftricks.testkit.TrickContractTest$Lenient takes NaN for 'factor'; a"
                + " constructor that checks a range as !(x >= 0 && x < 1) refuses it with an"
                + " IllegalArgumentException");
  }

  @Test
  void settingsThatAreSaidToChangeNothingAndDoAreFound() {
    assertThat(only(new HalvingProvider(), Rule.NEUTRAL).violations())
        .singleElement()
        .asString()
        .startsWith(
            "NEUTRAL: [the weights of a run with {\"trick\": \"halving\", \"factor\": 0.5}, against");
    assertThat(only(new OtherDefaultProvider(), Rule.NEUTRAL).violations()).isEmpty();
  }

  @Test
  void settingsThatChangeEvaluationsAloneAreFound() {
    assertThat(only(new InvertingProvider(), Rule.NEUTRAL).violations())
        .singleElement()
        .asString()
        .startsWith(
            "NEUTRAL: [the evaluations of a run with {\"trick\": \"inverting\", \"factor\": 1}, against");
  }

  @Test
  void anEvaluationThatChangesWeightsIsFound() {
    assertThat(broken(only(new SpoilingProvider(), Rule.EVALUATION))).containsExactly("EVALUATION");
  }

  @Test
  void aTrickWithoutNeutralSettingsHasNoTestOfThem() {
    assertThat(names(new GoodProvider())).contains("good: NEUTRAL");
    assertThat(names(new CardlessProvider()))
        .doesNotContain("cardless: NEUTRAL")
        .hasSize(Rule.values().length - 1);
  }

  private static List<String> names(TrickProvider<?> provider) {
    return TrickContract.of(provider).tests().map(DynamicTest::getDisplayName).toList();
  }

  @Test
  void drawsFromElsewhereAreFound() {
    assertThat(broken(only(new RandomProvider(), Rule.REPEATABLE, Rule.STATE, Rule.DEVICE)))
        .containsExactly("REPEATABLE", "STATE", "DEVICE");
  }

  @Test
  void memoryInAFieldIsFound() {
    assertThat(broken(all(new ForgetfulProvider())))
        .containsExactly("STATE", "DEVICE", "CHECKPOINT");
  }

  @Test
  void aSharedFieldIsFound() {
    assertThat(broken(only(new SharingProvider(), Rule.INSTANCES))).containsExactly("INSTANCES");
  }

  @Test
  void arraysThatEachCallKeepsAreFound() {
    assertThat(only(new HoardingProvider(), Rule.ARRAYS).violations())
        .singleElement()
        .asString()
        .startsWith("ARRAYS: [plugin/leak] 'hoarding' in onStep")
        .contains("it has made and kept 20 arrays in its last 20 calls.");
  }

  @Test
  void aTermThatIsASumIsFound() {
    assertThat(broken(all(new SummingProvider()))).containsExactly("MICRO_BATCHES");
  }

  @Test
  void anEditWithoutADeclarationIsFound() {
    assertThat(broken(only(new UndeclaredProvider(), Rule.STATE))).containsExactly("STATE");
  }

  @Test
  void anExceptionHasAReason() {
    TrickContract contract = only(new CardlessProvider(), Rule.CARD);
    assertThatIllegalArgumentException().isThrownBy(() -> contract.except(Rule.CARD, " "));
    assertThat(contract.except(Rule.CARD, "It is a toy.").violations()).isEmpty();
  }

  /** The names of the rules that are broken. */
  private static List<String> broken(TrickContract contract) {
    return contract.violations().stream()
        .map(violation -> violation.substring(0, violation.indexOf(':')))
        .toList();
  }

  /** All rules but that of the card, which no toy has. */
  private static TrickContract all(TrickProvider<?> provider) {
    return TrickContract.of(provider).except(Rule.CARD, "It is a toy.");
  }

  /** A contract of some rules: a whole one takes seconds. */
  private static TrickContract only(TrickProvider<?> provider, Rule... rules) {
    TrickContract contract = TrickContract.of(provider);
    for (Rule rule : EnumSet.complementOf(EnumSet.copyOf(List.of(rules)))) {
      contract = contract.except(rule, "It is not what this test is about.");
    }
    return contract;
  }

  /** One setting. */
  record Settings(double factor) {
    Settings {
      if (!(factor >= 0 && factor <= Double.MAX_VALUE)) {
        throw new IllegalArgumentException("factor must be finite and at least 0, not " + factor);
      }
    }
  }

  abstract static class Toy implements TrickProvider<Settings> {
    private final Class<? extends Trick> trick;

    Toy(Class<? extends Trick> trick) {
      this.trick = trick;
    }

    @Override
    public Class<? extends Trick> trick() {
      return trick;
    }

    @Override
    public Settings defaults() {
      return new Settings(0.5);
    }
  }

  @TrickCard(
      id = "good",
      family = Family.OPTIMIZATION,
      summary = "Shrinks gradients more and more.")
  static final class GoodProvider extends Toy {
    GoodProvider() {
      super(Good.class);
    }
  }

  static final class Good implements StepHook {
    private final Settings settings;
    private final TrickState.Counter steps;

    @Inject
    Good(Settings settings, TrickState state) {
      this.settings = settings;
      this.steps = state.counter("steps", 0);
    }

    @Override
    @Uses(changes = Slot.GRADIENTS)
    public void onStep(Step step) {
      step.scaleGradients(
          Math.pow(settings.factor(), (steps.get() + 1) * step.draws().uniform(0.5, 1)));
    }

    @Override
    @Uses
    public void afterStep(StepResult result) {
      steps.increment();
    }
  }

  @TrickCard(id = "halving", family = Family.OPTIMIZATION, summary = "Says that half is whole.")
  static final class HalvingProvider extends Toy {
    HalvingProvider() {
      super(Good.class);
    }
  }

  @TrickCard(id = "inverting", family = Family.DATA, summary = "Evaluates a negative too.")
  static final class InvertingProvider extends Toy {
    InvertingProvider() {
      super(Inverting.class);
    }
  }

  static final class Inverting implements EvaluateHook {
    @Inject
    Inverting() {}

    @Override
    @Uses(adds = Slot.EVALUATED_VIEWS)
    public void onEvaluate(Evaluation evaluation) {
      evaluation.addView(INDArray::neg);
    }
  }

  @TrickCard(id = "spoiling", family = Family.OPTIMIZATION, summary = "Halves what it evaluates.")
  static final class SpoilingProvider extends Toy {
    SpoilingProvider() {
      super(Spoiling.class);
    }
  }

  static final class Spoiling implements StepHook, EvaluateHook {
    private INDArray weights = Nd4j.empty();

    @Inject
    Spoiling() {}

    @Override
    @Uses(reads = Slot.WEIGHTS)
    public void afterStep(StepResult result) {
      weights = result.weights();
    }

    @Override
    @Uses
    public void onEvaluate(Evaluation evaluation) {
      weights.muli(0.5);
    }
  }

  @TrickCard(id = "cardless", family = Family.OPTIMIZATION, summary = "Has no card.")
  static final class CardlessProvider extends Toy {
    CardlessProvider() {
      super(Good.class);
    }
  }

  @TrickCard(id = "good", family = Family.OPTIMIZATION, summary = "Has the card of another.")
  static final class OtherDefaultProvider extends Toy {
    OtherDefaultProvider() {
      super(Good.class);
    }

    @Override
    public Settings defaults() {
      return new Settings(0.25);
    }
  }

  /** Not below 0 is not at least 0. */
  record Lenient(double factor) {
    Lenient {
      if (factor < 0) {
        throw new IllegalArgumentException("factor must be at least 0, not " + factor);
      }
    }
  }

  @TrickCard(id = "lenient", family = Family.OPTIMIZATION, summary = "Lets NaN through.")
  static final class LenientProvider implements TrickProvider<Lenient> {
    @Override
    public Class<? extends Trick> trick() {
      return LenientTrick.class;
    }

    @Override
    public Lenient defaults() {
      return new Lenient(0.5);
    }
  }

  static final class LenientTrick implements StepHook {
    private final Lenient settings;

    @Inject
    LenientTrick(Lenient settings) {
      this.settings = settings;
    }

    @Override
    @Uses(changes = Slot.GRADIENTS)
    public void onStep(Step step) {
      step.scaleGradients(settings.factor());
    }
  }

  /** Not the values that it was made with. */
  record Growing(double factor) {
    Growing {
      factor = factor + 1;
    }
  }

  @TrickCard(id = "growing", family = Family.OPTIMIZATION, summary = "Has settings that grow.")
  static final class GrowingProvider implements TrickProvider<Growing> {
    @Override
    public Class<? extends Trick> trick() {
      return Grown.class;
    }

    @Override
    public Growing defaults() {
      return new Growing(0.5);
    }
  }

  static final class Grown implements StepHook {
    private final Growing settings;

    @Inject
    Grown(Growing settings) {
      this.settings = settings;
    }

    @Override
    @Uses(changes = Slot.GRADIENTS)
    public void onStep(Step step) {
      step.scaleGradients(settings.factor());
    }
  }

  @TrickCard(id = "random", family = Family.OPTIMIZATION, summary = "Draws from elsewhere.")
  static final class RandomProvider extends Toy {
    RandomProvider() {
      super(Random.class);
    }
  }

  static final class Random implements StepHook {
    @Inject
    Random() {}

    @Override
    @Uses(changes = Slot.GRADIENTS)
    public void onStep(Step step) {
      step.scaleGradients(Math.random());
    }
  }

  @TrickCard(id = "forgetful", family = Family.OPTIMIZATION, summary = "Counts in a field.")
  static final class ForgetfulProvider extends Toy {
    ForgetfulProvider() {
      super(Forgetful.class);
    }
  }

  static final class Forgetful implements StepHook {
    private int steps;

    @Inject
    Forgetful() {}

    @Override
    @Uses(changes = Slot.GRADIENTS)
    public void onStep(Step step) {
      steps++;
      step.scaleGradients(1.0 / steps);
    }
  }

  @TrickCard(id = "sharing", family = Family.OPTIMIZATION, summary = "Counts in a static field.")
  static final class SharingProvider extends Toy {
    SharingProvider() {
      super(Sharing.class);
    }
  }

  static final class Sharing implements StepHook {
    private static double last;

    @Inject
    @SuppressWarnings("StaticAssignmentInConstructor") // the mistake that is to be found
    Sharing() {
      last = 1;
    }

    @Override
    @Uses(changes = Slot.GRADIENTS)
    public void onStep(Step step) {
      last /= 2;
      step.scaleGradients(last);
    }
  }

  @TrickCard(id = "hoarding", family = Family.OPTIMIZATION, summary = "Keeps an array per step.")
  static final class HoardingProvider extends Toy {
    HoardingProvider() {
      super(Hoarding.class);
    }
  }

  static final class Hoarding implements StepHook {
    private final List<INDArray> kept = new ArrayList<>();

    @Inject
    Hoarding() {}

    @Override
    @Uses(changes = Slot.GRADIENTS)
    public void onStep(Step step) {
      kept.add(Nd4j.zeros(3));
      step.scaleGradients(0.5);
    }
  }

  @TrickCard(id = "summing", family = Family.LOSS, summary = "Adds a term that is not a mean.")
  static final class SummingProvider extends Toy {
    SummingProvider() {
      super(Summing.class);
    }
  }

  static final class Summing implements LossHook {
    @Inject
    Summing() {}

    @Override
    @Uses(adds = Slot.LOSS_TERMS)
    public void onLoss(LossDraft loss) {
      loss.add("squares", 0.1, Summing::squares);
    }

    private static double squares(INDArray logits, INDArray targets, INDArray gradient) {
      gradient.assign(logits).muli(2);
      double norm = logits.norm2Number().doubleValue();
      return norm * norm;
    }
  }

  @TrickCard(id = "undeclared", family = Family.OPTIMIZATION, summary = "Declares too little.")
  static final class UndeclaredProvider extends Toy {
    UndeclaredProvider() {
      super(Undeclared.class);
    }
  }

  static final class Undeclared implements StepHook {
    @Inject
    Undeclared() {}

    @Override
    @Uses(reads = Slot.GRADIENTS)
    public void onStep(Step step) {
      step.multiplyLearningRate(0.5);
    }
  }
}
