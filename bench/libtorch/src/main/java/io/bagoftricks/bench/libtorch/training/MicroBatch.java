package io.bagoftricks.bench.libtorch.training;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** Some rows of a batch: their loss is weighted by their share of it. */
final class MicroBatch {
  private final Settings settings;
  private final MixedBatch batch;
  private final int from;
  private final int size;

  MicroBatch(Settings settings, MixedBatch batch, int from, int size) {
    this.settings = settings;
    this.batch = batch;
    this.from = from;
    this.size = size;
  }

  /** [size, channels, side, side]. */
  Tensor inputs() {
    return images(settings, Arrays.copyOfRange(batch.inputs(), from, from + size));
  }

  /** Rows whose dominant class, before smoothing, alone has the largest logit. */
  int correct(Tensor logits) {
    int classes = settings.data("classes");
    double[] z = TestScores.numbers(logits);
    int correct = 0;
    for (int row = 0; row < size; row++) {
      double[] target = batch.targets()[from + row];
      int dominant = 0;
      for (int c = 1; c < classes; c++) {
        dominant = target[c] > target[dominant] ? c : dominant;
      }
      correct += TestScores.rank(z, row * classes, classes, dominant) == 0 ? 1 : 0;
    }
    return correct;
  }

  /**
   * The loss of this part of the batch.
   *
   * @param losses by term, to which it adds
   */
  Tensor loss(Tensor logits, int step, Map<String, Double> losses) {
    double share = (double) size / batch.size();
    Tensor targets = targets(step);
    Optional<JsonNode> distance = settings.trick("distance", step);
    double hardFactor = distance.map(t -> t.get("hardFactor").asDouble()).orElse(1.0);
    Tensor hard = torch.cross_entropy_loss(logits, targets).mul(new Scalar(share * hardFactor));
    losses.merge("hard", hard.item_double(), Double::sum);
    if (distance.isEmpty()) {
      return hard;
    }
    double weight = distance.get().get("weight").asDouble();
    Tensor difference = logits.sub(targets.mul(new Scalar(2)));
    Tensor term = difference.mul(difference).sum().mul(new Scalar(share * weight / (2 * size)));
    losses.merge("distance", term.item_double(), Double::sum);
    return hard.add(term);
  }

  static Tensor images(Settings settings, double[][] rows) {
    int side = settings.data("side");
    return tensor(rows, rows.length, settings.data("channels"), side, side);
  }

  private Tensor targets(int step) {
    int classes = settings.data("classes");
    Tensor targets = tensor(Arrays.copyOfRange(batch.targets(), from, from + size), size, classes);
    Optional<JsonNode> smoothing = settings.trick("label-smoothing", step);
    if (smoothing.isEmpty()) {
      return targets;
    }
    double s = smoothing.get().get("smoothing").asDouble();
    return smoothing.get().get("profile").asText().equals("paper")
        ? targets
            .mul(new Scalar(1 - s))
            .add(torch.ones_like(targets).sub(targets).mul(new Scalar(s / (classes - 1))))
        : targets.mul(new Scalar(1 - s)).add(new Scalar(s / classes));
  }

  private static Tensor tensor(double[][] rows, long... shape) {
    return Tensor.create(Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray(), shape);
  }
}
