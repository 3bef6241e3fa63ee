package io.bagoftricks.backends.spi;

import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.reduce.longer.MatchCondition;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.conditions.Conditions;

/** Looks for NaN and infinity. */
public final class Finiteness {
  private Finiteness() {}

  /**
   * {@return whether every value of every array is finite}
   *
   * @param arrays of floating-point types
   */
  public static boolean allFinite(List<INDArray> arrays) {
    return arrays.stream().allMatch(Finiteness::allFinite);
  }

  /**
   * {@return whether every value is finite}
   *
   * @param array of a floating-point type
   */
  public static boolean allFinite(INDArray array) {
    // A finite sum proves it, at a tenth of the price. A sum that is not may have overflowed.
    return array.isEmpty()
        || Double.isFinite(array.sumNumber().doubleValue())
        || Nd4j.getExecutioner().exec(new MatchCondition(array, Conditions.notFinite())).getLong(0)
            == 0;
  }
}
