package io.bagoftricks.backends.nd4j;

import io.bagoftricks.backends.spi.ForwardDraws;
import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Copies of the inputs, one behind the other along the channels; each gets its share back. */
public final class ConcatKernel implements Kernel {
  private final Placement at;
  private final List<INDArray> shares;

  public ConcatKernel(Placement at) {
    this.at = at;
    this.shares = shares(at.output());
  }

  @Override
  public void forward(ForwardDraws draws) {
    for (int i = 0; i < shares.size(); i++) {
      shares.get(i).assign(at.input(i));
    }
  }

  @Override
  public Runnable backward(Gradients gradients) {
    List<INDArray> ofShares = shares(gradients.output());
    return () -> {
      for (int i = 0; i < ofShares.size(); i++) {
        gradients.input(i).assign(ofShares.get(i));
      }
    };
  }

  /** Views of the channels of each input. */
  private List<INDArray> shares(INDArray whole) {
    List<INDArray> views = new ArrayList<>();
    long first = 0;
    for (INDArray input : at.inputs()) {
      long end = first + input.size(1);
      views.add(whole.get(NDArrayIndex.all(), NDArrayIndex.interval(first, end)));
      first = end;
    }
    return views;
  }
}
