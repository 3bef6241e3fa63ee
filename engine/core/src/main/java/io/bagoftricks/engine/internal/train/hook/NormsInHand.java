package io.bagoftricks.engine.internal.train.hook;

import io.bagoftricks.backends.spi.Weights.Part;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Norms of single parameters in one call of a trick. Those of all are computed in one pass when the
 * first is asked for; only what the trick may be writing is looked at each time.
 */
final class NormsInHand {
  private final PartsInHand parts;
  private final Map<Part, Map<String, Double>> known = new EnumMap<>(Part.class);
  private final Map<Part, Set<String>> edited = new EnumMap<>(Part.class);
  private final Set<Part> editedWhole = EnumSet.noneOf(Part.class);

  NormsInHand(PartsInHand parts) {
    this.parts = parts;
  }

  /** The trick was handed a parameter, or its gradient, to write. */
  void edited(Part part, String name) {
    edited.computeIfAbsent(part, p -> new HashSet<>()).add(name);
  }

  /** The trick was handed a whole part to write. */
  void edited(Part part) {
    editedWhole.add(part);
  }

  /** The weights themselves have written a part. */
  void changed(Part part) {
    known.remove(part);
  }

  /** The Euclidean norm of a parameter, or of its gradient, as it is now. */
  double of(Part part, String name) {
    if (editedWhole.contains(part) || edited.getOrDefault(part, Set.of()).contains(name)) {
      try (INDArray wide = parts.read(part, name).castTo(DataType.DOUBLE).dup()) {
        return wide.norm2Number().doubleValue();
      }
    }
    return Objects.requireNonNull(
        known.computeIfAbsent(part, p -> parts.weights().norms(p)).get(name));
  }

  /** The Euclidean norm of each row, summed in 64 bits. */
  static double[] ofRows(INDArray array) {
    long rows = array.size(0);
    try (INDArray wide = Nd4j.createUninitialized(DataType.DOUBLE, rows, array.length() / rows)) {
      wide.assign(array.reshape('c', wide.shape()));
      try (INDArray norms = wide.norm2(1)) {
        return norms.toDoubleVector();
      }
    }
  }

  /** The call is over. */
  void forget() {
    known.clear();
    edited.clear();
    editedWhole.clear();
  }
}
