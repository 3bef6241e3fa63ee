package io.bagoftricks.backends.testkit.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The backend against the reference in 64 bits, on networks of all kinds of layers. */
abstract class RandomNetworksContract extends Contract {
  private static final long FIRST = Long.getLong("random.networks.first", 0);

  /** How many. */
  abstract int count();

  @Test
  @Tag("isa")
  @Timeout(value = 8, unit = TimeUnit.HOURS) // thousands of them with the profile long
  void errorIsThatOfTheReferenceIn32Bits() {
    RandomTrials trials = RandomTrials.run(tested(), FIRST, count());

    assertThat(trials.failures())
        .describedAs(
            "%s: of %d networks, %d compared, %d excluded",
            tested().backend().id(), count(), trials.compared(), trials.excluded().size())
        .isEmpty();
    assertThat(trials.excluded())
        .describedAs("networks in doubt whatever their numbers")
        .hasSizeLessThanOrEqualTo(1 + count() / 50);
  }
}
