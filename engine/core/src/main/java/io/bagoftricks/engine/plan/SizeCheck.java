package io.bagoftricks.engine.plan;

import io.bagoftricks.api.RunFacts;
import io.bagoftricks.api.network.Network;
import io.bagoftricks.api.network.Parameter;
import io.bagoftricks.api.network.Size;
import io.bagoftricks.engine.network.NetworkSettings;
import io.bagoftricks.engine.problem.Problem;
import io.bagoftricks.engine.recipe.Recipe;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Finds runs whose arrays would be longer than arrays are, whatever memory there is. */
final class SizeCheck {
  private static final long LONGEST_ARRAY = Integer.MAX_VALUE;

  /** 4 GB of weights, and as much for gradients and each memory of the optimizer. */
  private static final long MOST_PARAMETERS = 1_000_000_000;

  private SizeCheck() {}

  /** All problems of sizes. */
  static Stream<Problem> problems(
      Recipe recipe, RunFacts facts, Network network, NetworkSettings settings) {
    return Stream.of(parameters(recipe, network), batch(recipe, facts, settings))
        .flatMap(Optional::stream);
  }

  private static Optional<Problem> parameters(Recipe recipe, Network network) {
    long all = network.parameters().stream().mapToLong(Parameter::elements).sum();
    if (all <= MOST_PARAMETERS) {
      return Optional.empty();
    }
    return Optional.of(
        Problem.error(
            "recipe/too-many-parameters",
            recipe.source(),
            String.format(
                Locale.ROOT,
                "The network has %d parameters, but may have at most %d. Make it narrower or less deep.",
                all,
                MOST_PARAMETERS)));
  }

  private static Optional<Problem> batch(Recipe recipe, RunFacts facts, NetworkSettings settings) {
    Size largest =
        IntStream.range(0, facts.epochs())
            .mapToObj(settings::inputSize)
            .distinct()
            .max(Comparator.comparingLong(SizeCheck::pixels))
            .orElseThrow();
    long image = Math.max(facts.input().channels() * pixels(largest), facts.classes());
    long images = Math.min(facts.batchSize(), facts.trainExamples());
    // Not a product, which might not fit into 64 bits.
    if (image <= LONGEST_ARRAY / images) {
      return Optional.empty();
    }
    return Optional.of(
        Problem.error(
            "recipe/batch-too-large",
            recipe.source(),
            String.format(
                Locale.ROOT,
                "A batch of %d images of %d channels and %s pixels, in %d classes, does not fit into one array of %d values. Lower training.batchSize.",
                images,
                facts.input().channels(),
                largest,
                facts.classes(),
                LONGEST_ARRAY)));
  }

  private static long pixels(Size size) {
    return (long) size.height() * size.width();
  }
}
