package io.bagoftricks.engine.plan;

import io.bagoftricks.api.RunFacts;
import io.bagoftricks.api.network.BatchNorm2d;
import io.bagoftricks.api.network.Network;
import io.bagoftricks.api.network.Network.Vertex;
import io.bagoftricks.api.network.Shape;
import io.bagoftricks.api.network.Size;
import io.bagoftricks.engine.network.NetworkSettings;
import io.bagoftricks.engine.problem.Problem;
import io.bagoftricks.engine.recipe.Recipe;
import io.bagoftricks.engine.recipe.TrainingConfig;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Finds runs that would end in the middle of an epoch: a forward of one image where a batch norm
 * sees one pixel has a single value per channel, and no variance.
 */
final class SingleExamples {
  private SingleExamples() {}

  /** The problem, if a forward of one image will occur and some layer cannot take it. */
  static Optional<Problem> problem(
      Recipe recipe, RunFacts facts, Network network, NetworkSettings settings) {
    TrainingConfig training = recipe.training();
    SortedSet<Integer> forwards = forwards(training, facts.trainExamples());
    if (!forwards.contains(1)) {
      return Optional.empty();
    }
    for (int epoch = 0; epoch < facts.epochs(); epoch++) {
      Size size = settings.inputSize(epoch);
      Optional<Vertex> norm = normOfOnePixel(network, facts.input().channels(), size);
      if (norm.isPresent()) {
        return Optional.of(
            Problem.error(
                "recipe/single-example",
                recipe.source(),
                String.format(
                    Locale.ROOT,
                    "%d images in batches of %d, %d at a time, dropLast %s, give forwards of %s"
                        + " images; at input %s the batch norm '%s' sees 1x1 maps and so needs more"
                        + " than one image. Choose another batchSize or microBatch, or write"
                        + " \"dropLast\": true.",
                    facts.trainExamples(),
                    training.batchSize(),
                    training.microBatchSize(),
                    training.dropLast(),
                    forwards,
                    size,
                    norm.get().name())));
      }
    }
    return Optional.empty();
  }

  /** The sizes of all forwards of an epoch. */
  private static SortedSet<Integer> forwards(TrainingConfig training, long images) {
    SortedSet<Integer> sizes = new TreeSet<>();
    if (images >= training.batchSize()) {
      split(training.batchSize(), training.microBatchSize(), sizes);
    }
    if (!training.dropLast()) {
      split((int) (images % training.batchSize()), training.microBatchSize(), sizes);
    }
    return sizes;
  }

  private static void split(int batch, int microBatch, SortedSet<Integer> sizes) {
    if (batch >= microBatch) {
      sizes.add(microBatch);
    }
    if (batch % microBatch > 0) {
      sizes.add(batch % microBatch);
    }
  }

  private static Optional<Vertex> normOfOnePixel(Network network, int channels, Size size) {
    Map<String, Shape> shapes = network.shapes(new Shape(channels, size.height(), size.width()));
    return network.vertices().stream()
        .filter(vertex -> vertex.layer() instanceof BatchNorm2d norm && !norm.frozen())
        .filter(
            vertex -> {
              // A batch norm gives the shape that it receives.
              Shape shape = shapes.get(vertex.name());
              return shape != null && shape.elements() == shape.channels();
            })
        .findFirst();
  }
}
