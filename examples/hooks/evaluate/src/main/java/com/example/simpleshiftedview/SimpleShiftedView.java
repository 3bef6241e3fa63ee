package com.example.simpleshiftedview;

import io.bagoftricks.api.EvaluateHook;
import io.bagoftricks.api.Evaluation;
import io.bagoftricks.api.Slot;
import io.bagoftricks.api.Uses;
import jakarta.inject.Inject;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.INDArrayIndex;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Adds a view of each image to an evaluation: the same, shifted to the right. */
public final class SimpleShiftedView implements EvaluateHook {
  private final SimpleShiftedViewConfig config;

  /** Builds the trick from its settings. */
  @Inject
  public SimpleShiftedView(SimpleShiftedViewConfig config) {
    this.config = config;
  }

  @Override
  @Uses(adds = Slot.EVALUATED_VIEWS)
  public void onEvaluate(Evaluation evaluation) {
    evaluation.addView(this::shifted);
  }

  private INDArray shifted(INDArray inputs) {
    long width = inputs.size(3);
    long cut = width - config.pixels() % width;
    return Nd4j.concat(3, columns(inputs, cut, width), columns(inputs, 0, cut));
  }

  private static INDArray columns(INDArray inputs, long from, long to) {
    INDArrayIndex all = NDArrayIndex.all();
    return from == to
        ? Nd4j.empty(inputs.dataType())
        : inputs.get(all, all, all, NDArrayIndex.interval(from, to));
  }
}
