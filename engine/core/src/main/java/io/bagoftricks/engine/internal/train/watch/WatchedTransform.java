package io.bagoftricks.engine.internal.train.watch;

import io.bagoftricks.api.network.WeightTransform;
import io.bagoftricks.engine.plan.LiveTrick;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A transform of a convolution's weight whose failures name the trick that brought it. In words it
 * is the trick's own, so that checkpoints do not know the difference.
 *
 * @param name of the convolution
 */
record WatchedTransform(String name, WeightTransform covered, LiveTrick owner, TrickWatch watch)
    implements WeightTransform {
  @Override
  public void forward(INDArray raw, INDArray effective) {
    run("forward", () -> covered.forward(raw, effective));
  }

  @Override
  public void backward(
      INDArray raw, INDArray effective, INDArray effectiveGradient, INDArray rawGradient) {
    run("backward", () -> covered.backward(raw, effective, effectiveGradient, rawGradient));
  }

  private void run(String pass, Runnable code) {
    TrickCall.guarded(
        owner,
        pass + " of the weight of " + name,
        () -> TrickCall.at(watch.moment()),
        () -> {
          code.run();
          return name;
        });
  }

  @Override
  public String toString() {
    return covered.toString();
  }
}
