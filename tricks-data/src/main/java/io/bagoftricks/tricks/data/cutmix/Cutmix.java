package io.bagoftricks.tricks.data.cutmix;

import io.bagoftricks.api.Batch;
import io.bagoftricks.api.BatchHook;
import io.bagoftricks.api.Examples;
import io.bagoftricks.api.Slot;
import io.bagoftricks.api.Stage;
import io.bagoftricks.api.Uses;
import io.bagoftricks.api.random.Draws;
import io.bagoftricks.tricks.data.Blend;
import io.bagoftricks.tricks.data.cutmix.CutmixConfig.Profile;
import jakarta.inject.Inject;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.INDArrayIndex;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Replaces a rectangle of each image by that of another: {@code x = M x_i + (1 - M) x_j}, and
 * blends the targets by the share of pixels: {@code y = lambda y_i + (1 - lambda) y_j} with lambda
 * = 1 - (pixels of the rectangle) / (pixels of the image).
 *
 * <p>Yun et al. 2019 (arXiv:1905.04899), section 3.1 and algorithm A1.
 */
public final class Cutmix implements BatchHook {
  private final CutmixConfig config;

  /** Builds the trick from its settings. */
  @Inject
  public Cutmix(CutmixConfig config) {
    this.config = config;
  }

  @Override
  @Uses(
      changes = {Slot.INPUT, Slot.TARGET},
      stage = Stage.MIX)
  public void onBatch(Batch batch) {
    int height = (int) batch.inputs().size(2);
    int width = (int) batch.inputs().size(3);
    List<Rectangle> rectangles =
        config.mode().perRow(batch.size(), batch.draws(), draws -> rectangle(height, width, draws));
    if (rectangles.stream().allMatch(Rectangle::isEmpty)) {
      return;
    }
    int[] order =
        config.profile() == Profile.PAPER
            ? Blend.random(batch.size(), batch.draws())
            : Blend.reversed(batch.size());
    Examples partners = batch.reordered(order);
    paste(batch.editInputs(), partners.inputs(), rectangles);
    double[] lambdas =
        rectangles.stream().mapToDouble(cut -> 1 - cut.share(height, width)).toArray();
    Blend.rows(batch.editTargets(), partners.targets(), lambdas);
  }

  private Rectangle rectangle(int height, int width, Draws draws) {
    if (config.prob() < 1 && !draws.chance(config.prob())) {
      return Rectangle.NONE;
    }
    return config.minmax().isEmpty()
        ? Rectangle.around(draws.beta(config.alpha(), config.alpha()), height, width, draws)
        : Rectangle.within(config.minmax(), height, width, draws);
  }

  /** Copies a rectangle from each image to the one of the same row. */
  private static void paste(INDArray images, INDArray from, List<Rectangle> rectangles) {
    Rectangle first = rectangles.get(0);
    if (rectangles.stream().allMatch(first::equals)) {
      paste(images, from, NDArrayIndex.all(), first);
      return;
    }
    for (int row = 0; row < rectangles.size(); row++) {
      if (!rectangles.get(row).isEmpty()) {
        paste(images, from, NDArrayIndex.interval(row, row + 1), rectangles.get(row));
      }
    }
  }

  private static void paste(INDArray images, INDArray from, INDArrayIndex rows, Rectangle cut) {
    INDArrayIndex[] where = {
      rows,
      NDArrayIndex.all(),
      NDArrayIndex.interval(cut.top(), cut.bottom()),
      NDArrayIndex.interval(cut.left(), cut.right())
    };
    images.get(where).assign(from.get(where));
  }
}
