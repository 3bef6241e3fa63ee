package io.bagoftricks.backends.testkit.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.bagoftricks.api.network.Precision;
import io.bagoftricks.backends.nd4j.Nd4jBackendProvider;
import io.bagoftricks.backends.spi.Backend;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The power of {@link Agreement} on random networks. One number of a backend's results is falsified
 * at a time: every gradient of every parameter but those that are told, every running statistic,
 * every tap.
 */
final class AgreementPowerTest {
  private static final int NETWORKS = 40;

  /** Of gradients that are not zero. The rest are all but zero beside what they are summed from. */
  private static final double MOST_NOT_JUDGED = 0.01;

  private static final List<Judged> ALL = new ArrayList<>();

  /** A backend's numbers and the bounds that the final word is spoken by. */
  private record Judged(Scenario scenario, Agreement agreement, Map<Tensor, double[]> actual) {
    boolean finds(Tensor tensor, double factor) {
      double[] falsified =
          Arrays.stream(actual.getOrDefault(tensor, new double[0])).map(v -> v * factor).toArray();
      return !agreement.violations(Map.of(tensor, falsified)).isEmpty();
    }

    List<Tensor> tensors(String... quantities) {
      return actual.keySet().stream()
          .filter(tensor -> Arrays.asList(quantities).contains(tensor.quantity()))
          .filter(tensor -> !agreement.isZero(tensor))
          .toList();
    }
  }

  @BeforeAll
  static void runAll() {
    Tested tested = Tested.open(new Nd4jBackendProvider());
    Reference reference = new Reference(tested);
    Backend other = new AlteredBackend(tested.reference(), new OtherRounding(99));
    Subject subject = new Subject(other, Precision.FLOAT);
    LongStream.range(0, NETWORKS)
        .mapToObj(reference::of)
        .flatMap(Optional::stream)
        .forEach(
            known ->
                ALL.add(
                    new Judged(
                        known.scenario(),
                        reference.roundedOften(known),
                        Trial.run(known.scenario(), subject, Set.of()))));
  }

  @Test
  void whatIsRightIsNotFound() {
    for (Judged judged : ALL) {
      assertThat(judged.agreement().violations(judged.actual()))
          .describedAs("%s", judged.scenario())
          .isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {2, 0, -1})
  void aWrongGradientOfAnyParameterIsFound(double factor) {
    for (Judged judged : ALL) {
      for (Tensor gradient : judged.tensors(Trial.GRADIENTS, Trial.ACCUMULATED_GRADIENTS)) {
        assertThat(judged.finds(gradient, factor) || !judged.agreement().isJudged(gradient))
            .describedAs("%s of %s, times %s", gradient, judged.scenario(), factor)
            .isTrue();
      }
    }
  }

  @Test
  void fewGradientsAreNotJudged(TestReporter reporter) {
    Map<String, String> notJudged = new TreeMap<>();
    int all = 0;
    for (Judged judged : ALL) {
      for (Tensor gradient : judged.tensors(Trial.GRADIENTS, Trial.ACCUMULATED_GRADIENTS)) {
        all++;
        if (!judged.agreement().isJudged(gradient)) {
          notJudged.put(
              String.format(Locale.ROOT, "seed %d: %s", judged.scenario().seed(), gradient),
              String.format(
                  Locale.ROOT,
                  "%.1e, known to %.1e",
                  judged.agreement().magnitude(gradient),
                  judged.agreement().bound(gradient)));
        }
      }
    }
    reporter.publishEntry(
        "gradients", String.format(Locale.ROOT, "%d, not judged %d", all, notJudged.size()));
    reporter.publishEntry(notJudged);

    assertThat(all).isGreaterThan(400);
    assertThat(notJudged).hasSizeLessThan((int) (MOST_NOT_JUDGED * all));
  }

  /** Nine in ten are held to less than a thousandth of their size. */
  @Test
  void aGradientThatIsAThousandthTooLargeIsMostlyFound() {
    int all = 0;
    int found = 0;
    for (Judged judged : ALL) {
      for (Tensor gradient : judged.tensors(Trial.GRADIENTS, Trial.ACCUMULATED_GRADIENTS)) {
        all++;
        found += judged.finds(gradient, 1.001) ? 1 : 0;
      }
    }
    assertThat((double) found / all).isGreaterThan(0.9);
  }

  /** No rule for gradients loosens these. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "running mean",
        "running variance",
        Trial.TRAINING_OUTPUT,
        Trial.LATER_OUTPUT,
        "training output after updates",
        "evaluation output"
      })
  void whatIsNoGradientIsFoundAHundredthOff(String quantity) {
    int all = 0;
    int found = 0;
    for (Judged judged : ALL) {
      for (Tensor tensor : judged.tensors(quantity)) {
        all++;
        found += judged.finds(tensor, 1.01) ? 1 : 0;
      }
    }
    assertThat(all).isGreaterThan(20);
    assertThat((double) found / all).isGreaterThan(0.98);
  }
}
