package io.bagoftricks.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.bagoftricks.api.Effect;
import io.bagoftricks.api.Family;
import io.bagoftricks.api.ParamGroups;
import io.bagoftricks.api.ParamGroupsHook;
import io.bagoftricks.api.Slot;
import io.bagoftricks.api.Trick;
import io.bagoftricks.api.TrickCard;
import io.bagoftricks.api.TrickProvider;
import io.bagoftricks.api.Uses;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Settings that are wrong at a bound, of which each is found there. */
final class RangesRuleTest {
  @Test
  void aBoundThatTheCardDoesNotHaveIsFound() {
    assertThat(broken(new ClosedProvider(), Rule.RANGES))
        .startsWith(
            "'share' takes 1.0 and refuses 1.0000000000000002, which the card's row of 'share' does"
                + " not say: write 'above' or 'below' before a bound");
  }

  @Test
  void aRefusalWithoutANameIsFound() {
    assertThat(broken(new NamelessProvider(), Rule.RANGES))
        .startsWith(
            "A recipe with \"length\": 0, which is out of range, is not refused with a message that"
                + " names the setting: ")
        .contains("[recipe/value-out-of-range]", "too short");
  }

  @Test
  void aHookThatFailsAtTheLastValueIsFound() {
    assertThat(broken(new DividingProvider(), Rule.RANGES))
        .startsWith("'parts' with the value 0 fails: 'dividing' failed in onParamGroups: ")
        .contains("/ by zero");
  }

  @Test
  void aHookThatFailsWithoutItemsIsFound() {
    assertThat(broken(new FirstProvider(), Rule.RANGES))
        .startsWith("'factors' with an empty list fails: 'first' failed in onParamGroups: ");
  }

  @Test
  void aBoundOfItemsThatTheCardDoesNotHaveIsFound() {
    assertThat(broken(new SharesProvider(), Rule.RANGES))
        .startsWith(
            "'shares[]' takes 1.0 and refuses 1.0000000000000002, which the card's row of 'shares'"
                + " does not say: ");
  }

  @Test
  void aHookThatFailsAtTheLastValueOfAnOptionalIsFound() {
    assertThat(broken(new PerhapsProvider(), Rule.RANGES))
        .startsWith("'parts' with the value 0 fails: 'perhaps' failed in onParamGroups: ");
  }

  @Test
  void aRefusalInARecordOfSettingsWithoutANameIsFound() {
    assertThat(broken(new OuterProvider(), Rule.RANGES))
        .startsWith(
            "A recipe with \"inner\": {\"count\": 3, \"share\": -4.9E-324}, which is out of"
                + " range, is not refused with a message that names the setting: ");
  }

  @Test
  void infinitiesAreFound() {
    assertThat(broken(new EndlessProvider(), Rule.SETTINGS))
        .contains("Endless takes Infinity for 'share'; a constructor that checks");
    assertThat(broken(new FirstProvider(), Rule.SETTINGS))
        .contains("First takes NaN for 'factors[]'; a constructor that checks");
  }

  private static String broken(TrickProvider<?> provider, Rule rule) {
    return TrickContract.of(provider).violation(rule).orElse("kept");
  }

  private static IllegalArgumentException refused(String message) {
    return new IllegalArgumentException(message);
  }

  /** Up to and with 1, where the card says below. */
  record Closed(double share) {
    Closed {
      if (!(share >= 0 && share <= 1)) {
        throw refused("share must be at least 0 and below 1, not " + share);
      }
    }
  }

  @TrickCard(id = "closed", family = Family.OPTIMIZATION, summary = "Takes 1, too.")
  static final class ClosedProvider implements TrickProvider<Closed> {
    @Override
    public Class<? extends Trick> trick() {
      return ClosedTrick.class;
    }

    @Override
    public Closed defaults() {
      return new Closed(0.5);
    }
  }

  static final class ClosedTrick extends Rate {
    @Inject
    ClosedTrick(Closed settings) {
      super(1 - settings.share() / 2);
    }
  }

  /** A message that does not say which. */
  record Nameless(int length) {
    Nameless {
      if (length < 1) {
        throw refused("too short: " + length);
      }
    }
  }

  @TrickCard(id = "nameless", family = Family.OPTIMIZATION, summary = "Does not say which.")
  static final class NamelessProvider implements TrickProvider<Nameless> {
    @Override
    public Class<? extends Trick> trick() {
      return NamelessTrick.class;
    }

    @Override
    public Nameless defaults() {
      return new Nameless(2);
    }
  }

  static final class NamelessTrick extends Rate {
    @Inject
    NamelessTrick(Nameless settings) {
      super(1.0 / settings.length());
    }
  }

  /** 0 is one too few. */
  record Dividing(int parts) {
    Dividing {
      if (parts < 0) {
        throw refused("parts must be at least 0, not " + parts);
      }
    }
  }

  @TrickCard(id = "dividing", family = Family.OPTIMIZATION, summary = "Divides by 0.")
  static final class DividingProvider implements TrickProvider<Dividing> {
    @Override
    public Class<? extends Trick> trick() {
      return DividingTrick.class;
    }

    @Override
    public Dividing defaults() {
      return new Dividing(2);
    }
  }

  static final class DividingTrick implements ParamGroupsHook {
    private final Dividing settings;

    @Inject
    DividingTrick(Dividing settings) {
      this.settings = settings;
    }

    @Override
    @Uses(adds = Slot.RATE_FACTORS)
    public void onParamGroups(ParamGroups groups) {
      int factor = 10 / settings.parts();
      groups.learningRate().multiply(factor);
      groups.receipt(new Effect(1, 1, "schedules"));
    }
  }

  /** Any list. */
  record First(List<Double> factors) {}

  @TrickCard(id = "first", family = Family.OPTIMIZATION, summary = "Looks at the first.")
  static final class FirstProvider implements TrickProvider<First> {
    @Override
    public Class<? extends Trick> trick() {
      return FirstTrick.class;
    }

    @Override
    public First defaults() {
      return new First(List.of(0.5));
    }
  }

  static final class FirstTrick implements ParamGroupsHook {
    private final First settings;

    @Inject
    FirstTrick(First settings) {
      this.settings = settings;
    }

    @Override
    @Uses(adds = Slot.RATE_FACTORS)
    public void onParamGroups(ParamGroups groups) {
      double factor = settings.factors().get(0);
      groups.learningRate().multiply(factor);
      groups.receipt(new Effect(1, 1, "schedules"));
    }
  }

  /** Two of them, each up to and with 1, where the card says below. */
  record Shares(List<Double> shares) {
    Shares {
      if (shares.size() != 2 || !shares.stream().allMatch(share -> share >= 0 && share <= 1)) {
        throw refused("shares must be two numbers of at least 0 and below 1, not " + shares);
      }
    }
  }

  @TrickCard(id = "shares", family = Family.OPTIMIZATION, summary = "Takes 1, too.")
  static final class SharesProvider implements TrickProvider<Shares> {
    @Override
    public Class<? extends Trick> trick() {
      return SharesTrick.class;
    }

    @Override
    public Shares defaults() {
      return new Shares(List.of(0.25, 0.5));
    }
  }

  static final class SharesTrick extends Rate {
    @Inject
    SharesTrick(Shares settings) {
      super(1 - settings.shares().get(0) / 2);
    }
  }

  /** 0 is one too few. */
  record Perhaps(Optional<Integer> parts) {
    Perhaps {
      if (parts.isPresent() && parts.get() < 0) {
        throw refused("parts must be at least 0, not " + parts.get());
      }
    }
  }

  @TrickCard(id = "perhaps", family = Family.OPTIMIZATION, summary = "Divides by 0.")
  static final class PerhapsProvider implements TrickProvider<Perhaps> {
    @Override
    public Class<? extends Trick> trick() {
      return PerhapsTrick.class;
    }

    @Override
    public Perhaps defaults() {
      return new Perhaps(Optional.empty());
    }
  }

  static final class PerhapsTrick implements ParamGroupsHook {
    private final Perhaps settings;

    @Inject
    PerhapsTrick(Perhaps settings) {
      this.settings = settings;
    }

    @Override
    @Uses(adds = Slot.RATE_FACTORS)
    public void onParamGroups(ParamGroups groups) {
      int factor = 10 / settings.parts().orElse(2);
      groups.learningRate().multiply(factor);
      groups.receipt(new Effect(1, 1, "schedules"));
    }
  }

  /** A message that does not say which. */
  public record Inner(double share, int count) {
    /** Checks the share. */
    public Inner {
      if (!(share >= 0 && share <= 1)) {
        throw refused("too much: " + share);
      }
    }

    /** Half. */
    public static Inner defaults() {
      return new Inner(0.5, 3);
    }
  }

  /** Has a record of settings. */
  record Outer(Inner inner) {}

  @TrickCard(id = "outer", family = Family.OPTIMIZATION, summary = "Does not say which.")
  static final class OuterProvider implements TrickProvider<Outer> {
    @Override
    public Class<? extends Trick> trick() {
      return OuterTrick.class;
    }

    @Override
    public Outer defaults() {
      return new Outer(Inner.defaults());
    }
  }

  static final class OuterTrick extends Rate {
    @Inject
    OuterTrick(Outer settings) {
      super(1 - settings.inner().share() / 2);
    }
  }

  /** Without an end. */
  record Endless(double share) {
    Endless {
      if (!(share >= 0)) {
        throw refused("share must be at least 0, not " + share);
      }
    }
  }

  @TrickCard(id = "endless", family = Family.OPTIMIZATION, summary = "Takes infinity.")
  static final class EndlessProvider implements TrickProvider<Endless> {
    @Override
    public Class<? extends Trick> trick() {
      return EndlessTrick.class;
    }

    @Override
    public Endless defaults() {
      return new Endless(0.5);
    }
  }

  static final class EndlessTrick extends Rate {
    @Inject
    EndlessTrick(Endless settings) {
      super(1 / (1 + settings.share()));
    }
  }

  /** Multiplies the rate. */
  abstract static class Rate implements ParamGroupsHook {
    private final double factor;

    Rate(double factor) {
      this.factor = factor;
    }

    @Override
    @Uses(adds = Slot.RATE_FACTORS)
    public void onParamGroups(ParamGroups groups) {
      groups.learningRate().multiply(factor);
      groups.receipt(new Effect(1, 1, "schedules"));
    }
  }
}
