package io.bagoftricks.bench.libtorch.training;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.Optional;

/**
 * The examples of one update: shuffled, mirrored and mixed.
 *
 * @param images of the rows, by their place in the data set
 * @param inputs [batch][pixels]
 * @param targets [batch][classes], before any smoothing
 * @param lambdas of the rows; empty without mixup
 * @param partners of the rows; empty without mixup
 */
@SuppressWarnings("ArrayRecordComponent") // handed over once, never compared
record MixedBatch(
    int[] images, double[][] inputs, double[][] targets, double[] lambdas, int[] partners) {
  /** The batch of an update. */
  static MixedBatch of(Settings settings, Images images, int epoch, int step) {
    CounterDraws root = CounterDraws.ofSeed(settings.training("seed"));
    int count = settings.data("train");
    int[] order = root.at("shuffle").at(epoch).permutation(count);
    int from = (step - epoch * settings.stepsPerEpoch()) * settings.training("batchSize");
    int size = Math.min(settings.training("batchSize"), count - from);
    int[] rows = Arrays.copyOfRange(order, from, from + size);
    double[][] inputs = new double[size][];
    double[][] targets = new double[size][settings.data("classes")];
    for (int row = 0; row < size; row++) {
      int image = rows[row];
      inputs[row] = images.input(image, mirrored(settings, root, epoch, step, image));
      targets[row][images.label(image)] = 1;
    }
    MixedBatch plain = new MixedBatch(rows, inputs, targets, new double[0], new int[0]);
    Optional<JsonNode> mixup = settings.trick("mixup", step);
    return mixup.isEmpty()
        ? plain
        : plain.mixed(mixup.get(), root.at("mixup").at("onBatch").at(epoch).at(step).at(0));
  }

  int size() {
    return inputs.length;
  }

  private static boolean mirrored(
      Settings settings, CounterDraws root, int epoch, int step, int image) {
    Optional<JsonNode> flip = settings.trick("horizontal-flip", step);
    return flip.isPresent()
        && root.at("horizontal-flip").at("onSample").at(epoch).at(image).uniform()
            < flip.get().get("probability").asDouble();
  }

  private MixedBatch mixed(JsonNode mixup, CounterDraws draws) {
    double alpha = mixup.get("alpha").asDouble();
    double[] drawn = new double[size()];
    switch (mixup.get("mode").asText()) {
      case "batch" -> Arrays.fill(drawn, draws.symmetricBeta(alpha));
      case "pair" -> {
        for (int row = 0; 2 * row < size(); row++) {
          drawn[row] = draws.symmetricBeta(alpha);
          drawn[size() - 1 - row] = drawn[row];
        }
      }
      case "elem" -> Arrays.setAll(drawn, row -> draws.symmetricBeta(alpha));
      default -> throw new IllegalArgumentException("mode is " + mixup.get("mode"));
    }
    int[] with = new int[size()];
    if (mixup.get("profile").asText().equals("paper")) {
      with = draws.permutation(size());
    } else {
      Arrays.setAll(with, row -> drawn.length - 1 - row);
    }
    return new MixedBatch(
        images, blended(inputs, drawn, with), blended(targets, drawn, with), drawn, with);
  }

  private static double[][] blended(double[][] rows, double[] shares, int[] with) {
    double[][] blended = new double[rows.length][];
    for (int row = 0; row < rows.length; row++) {
      double[] own = rows[row];
      double[] other = rows[with[row]];
      double share = shares[row];
      blended[row] = new double[own.length];
      Arrays.setAll(blended[row], i -> share * own[i] + (1 - share) * other[i]);
    }
    return blended;
  }
}
