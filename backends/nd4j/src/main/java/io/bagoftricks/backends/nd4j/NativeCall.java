package io.bagoftricks.backends.nd4j;

import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.CustomOp;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.api.ops.OpContext;
import org.nd4j.linalg.factory.Nd4j;

/**
 * One of ND4J's native operations, bound to its arrays once and run many times: a tenth of the cost
 * of describing it anew at every call.
 */
final class NativeCall {
  private final CustomOp operation;
  private final OpContext context;

  private NativeCall(CustomOp operation, OpContext context) {
    this.operation = operation;
    this.context = context;
  }

  /** Binds an operation to c-ordered arrays that live as long as the call. */
  static NativeCall of(
      String operation, List<INDArray> inputs, List<INDArray> outputs, long... integers) {
    OpContext context = Nd4j.getExecutioner().buildContext();
    context.setInputArrays(inputs.toArray(INDArray[]::new));
    context.setOutputArrays(outputs.toArray(INDArray[]::new));
    context.setIArguments(integers);
    return new NativeCall(DynamicCustomOp.builder(operation).build(), context);
  }

  /** Computes the outputs from the inputs. */
  void run() {
    Nd4j.getExecutioner().exec(operation, context);
  }
}
