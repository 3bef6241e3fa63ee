package io.bagoftricks.backends.onednn.internal.kernel;

import io.bagoftricks.backends.onednn.internal.plan.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a unit is computed. Made once its inputs are there; making it adds its forward. */
public interface Kernel {
  /** The tensor that it computes. */
  Tensor output();

  /** Whether backward reads the output, so that nobody may overwrite it. */
  boolean needsOutput();

  /**
   * Adds the backward pass.
   *
   * @param gradient of the output
   * @param wanted for each input whether its gradient is needed
   * @return the gradient with respect to each input; one tensor may stand for several
   */
  List<@Nullable Tensor> backward(OutputGradient gradient, List<Boolean> wanted);
}
