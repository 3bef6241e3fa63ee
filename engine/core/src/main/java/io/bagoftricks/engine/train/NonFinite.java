package io.bagoftricks.engine.train;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A value that is not finite, and where it came from as far as that can be known.
 *
 * @param epoch from 0
 * @param update the step, from 0
 * @param what is not finite, {@code the loss is NaN}
 * @param origin the layer, the parameter, the term of the loss or the trick that it was first found
 *     at, a sentence
 * @param losses by term
 * @param learningRate of the step
 * @param lossScale of the step
 * @param firstPosition in the order of the epoch, of the batch's first image
 * @param images in the batch; 0 where no batch can be blamed, such as where an evaluation after the
 *     step is not finite
 */
public record NonFinite(
    int epoch,
    long update,
    String what,
    String origin,
    Map<String, Double> losses,
    double learningRate,
    double lossScale,
    long firstPosition,
    int images) {
  /** Copies the losses. */
  public NonFinite {
    losses = Collections.unmodifiableMap(new LinkedHashMap<>(losses));
  }
}
