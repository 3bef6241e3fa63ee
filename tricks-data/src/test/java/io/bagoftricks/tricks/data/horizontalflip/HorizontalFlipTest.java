package io.bagoftricks.tricks.data.horizontalflip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.bagoftricks.api.Box;
import io.bagoftricks.api.Filter;
import io.bagoftricks.api.Moment;
import io.bagoftricks.api.Pixels;
import io.bagoftricks.api.RunFacts;
import io.bagoftricks.api.Sample;
import io.bagoftricks.api.network.Shape;
import io.bagoftricks.api.network.Size;
import io.bagoftricks.api.random.Draws;
import io.bagoftricks.tricks.data.RecordingProblems;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HorizontalFlipTest {
  @ParameterizedTest
  @ValueSource(doubles = {0.25, 0.5})
  void mirrorsTheAskedShareOfImages(double probability) {
    double share = flips(probability) / 10_000.0;
    // Five standard deviations of a binomial share, sqrt(p (1 - p) / n), are 0.025 at most.
    assertThat(share).isCloseTo(probability, within(0.025));
  }

  @Test
  void zeroMirrorsNothingAndOneEverything() {
    assertThat(flips(0)).isZero();
    assertThat(flips(1)).isEqualTo(10_000);
  }

  @Test
  void theSameDrawsGiveTheSameDecision() {
    assertThat(flips(0.5)).isEqualTo(flips(0.5));
  }

  @ParameterizedTest
  @ValueSource(doubles = {-1e-9, 1.0000001, Double.NaN})
  void rejectsAProbabilityOutsideItsRange(double probability) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new HorizontalFlipConfig(probability))
        .withMessage("probability must be from 0 to 1, not " + probability);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.0, 1.0})
  void acceptsBothEndsOfTheRange(double probability) {
    assertThat(new HorizontalFlipConfig(probability).probability()).isEqualTo(probability);
  }

  @Test
  void notesThatZeroChangesNothing() {
    assertThat(check(new HorizontalFlipConfig(0)).notes()).hasSize(1);
    assertThat(check(HorizontalFlipConfig.defaults()).notes()).isEmpty();
  }

  private static RecordingProblems check(HorizontalFlipConfig config) {
    RecordingProblems problems = new RecordingProblems();
    RunFacts facts = new RunFacts(10, 1000, new Shape(3, 32, 32), 10, 100, 10, 0.1);
    new HorizontalFlipProvider().check(config, facts, problems);
    return problems;
  }

  private static int flips(double probability) {
    HorizontalFlip trick = new HorizontalFlip(new HorizontalFlipConfig(probability));
    int flips = 0;
    for (int i = 0; i < 10_000; i++) {
      FlipCounter sample = new FlipCounter(i);
      trick.onSample(sample);
      flips += sample.flips;
    }
    return flips;
  }

  /** A sample that may only be mirrored. */
  private static final class FlipCounter implements Sample {
    private final long index;
    private int flips;

    FlipCounter(long index) {
      this.index = index;
    }

    @Override
    public long index() {
      return index;
    }

    @Override
    public Draws draws() {
      return Draws.of(17).stream(index);
    }

    @Override
    public void flipHorizontally() {
      flips++;
    }

    @Override
    public Size size() {
      throw new UnsupportedOperationException();
    }

    @Override
    public Size target() {
      throw new UnsupportedOperationException();
    }

    @Override
    public void crop(Box box, Size to, Filter filter) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Pixels pixels() {
      throw new UnsupportedOperationException();
    }

    @Override
    public Moment moment() {
      throw new UnsupportedOperationException();
    }
  }
}
