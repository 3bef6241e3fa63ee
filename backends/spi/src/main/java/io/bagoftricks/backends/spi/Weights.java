package io.bagoftricks.backends.spi;

import io.bagoftricks.api.network.Network;
import io.bagoftricks.backends.spi.ParameterLayout.Segment;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.osgi.annotation.versioning.ConsumerType;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The parameters of a network: masters, gradients and running statistics, each one flat array in
 * the order of {@link #layout}. Owned by the run.
 *
 * <p>They may lie on a device. What the methods give as arrays is the host's copy as of now,
 * fetched when it is out of date: always the same array, whose numbers may be out of date as soon
 * as a plan or a method of this type has written that part. Whoever writes a copy asks for it right
 * before, and calls {@link #written} before anything else; only so does the device see it, and only
 * so is the version raised, so that nothing that a plan keeps in another form can be stale. Where
 * weights lie in the host's memory, all of this costs nothing.
 */
@ConsumerType
public interface Weights extends AutoCloseable {
  /** The parts that are written and fetched as a whole. */
  enum Part {
    /** All parameters. */
    MASTERS,
    /** Their gradients. */
    GRADIENTS,
    /** Running means and variances. */
    STATISTICS
  }

  /** {@return the network} */
  Network network();

  /** {@return where each parameter lies} */
  ParameterLayout layout();

  /**
   * Raised by every write of masters or statistics.
   *
   * @return a number that only grows
   */
  long version();

  /** {@return the host's copy of the masters, flat} */
  INDArray masters();

  /** {@return the host's copy of the gradients, flat} */
  INDArray gradients();

  /** {@return the host's copy of running means and variances, flat} */
  INDArray statistics();

  /**
   * {@return a parameter in its shape: a view of {@link #masters}}
   *
   * @param name a parameter's full name
   */
  INDArray parameter(String name);

  /**
   * {@return a parameter's gradient in its shape: a view of {@link #gradients}}
   *
   * @param name a parameter's full name
   */
  INDArray gradient(String name);

  /**
   * The host's copy of a part was written, since it was last asked for, and counts from now on.
   *
   * @param part what is written, copied or measured
   */
  void written(Part part);

  /**
   * Hands out masters and statistics to be written, and then says that they were.
   *
   * @param change writes what it is handed, before it returns
   */
  default void edit(Consumer<Editable> change) {
    Editable editable =
        new Editable() {
          @Override
          public INDArray masters() {
            return Weights.this.masters();
          }

          @Override
          public INDArray statistics() {
            return Weights.this.statistics();
          }

          @Override
          public INDArray parameter(String name) {
            return Weights.this.parameter(name);
          }
        };
    editable.masters();
    editable.statistics();
    try {
      change.accept(editable);
    } finally {
      written(Part.MASTERS);
      written(Part.STATISTICS);
    }
  }

  /** The arrays that {@link #edit} hands out. Valid until the change returns. */
  @ProviderType
  interface Editable {
    /** {@return the masters, flat} */
    INDArray masters();

    /** {@return running means and variances, flat} */
    INDArray statistics();

    /**
     * {@return a parameter in its shape; writing it writes the masters}
     *
     * @param name a parameter's full name
     */
    INDArray parameter(String name);
  }

  /**
   * {@return zeros of the masters' type where the weights lie; the caller closes them}
   *
   * @param length how many numbers
   */
  FlatArray array(long length);

  /**
   * {@return an array of the host's as one that lies where the weights lie: itself, or a copy that
   * {@link FlatArray#values} writes back to it} Closing it leaves the host's array open.
   *
   * @param host flat, of the masters' type
   */
  FlatArray view(INDArray host);

  /**
   * Copies a part.
   *
   * @param part what is written, copied or measured
   * @param target of the part's length
   * @throws IllegalArgumentException if the target has another length
   */
  void copyInto(Part part, FlatArray target);

  /**
   * Overwrites a part.
   *
   * @param part what is written, copied or measured
   * @param source of the part's length
   * @throws IllegalArgumentException if the source has another length
   */
  void copyFrom(Part part, FlatArray source);

  /**
   * {@code target += fraction * (part - target)}, in one pass.
   *
   * @param part what is written, copied or measured
   * @param target of the part's length
   * @param fraction 0 keeps the target, 1 copies
   * @throws IllegalArgumentException if the target has another length
   */
  void lerpInto(Part part, FlatArray target, double fraction);

  /** {@return the Euclidean norm over all gradients} */
  double gradientNorm();

  /**
   * The Euclidean norm of each parameter, or of its gradient, summed in 64 bits; every value is
   * read once.
   *
   * @param part masters or gradients
   * @return by name, in the order of the layout
   */
  Map<String, Double> norms(Part part);

  /**
   * Multiplies all gradients.
   *
   * @param factor finite
   */
  void scaleGradients(double factor);

  /**
   * Makes stretches of the gradients zero, whatever was in them.
   *
   * @param segments of the flat array of gradients
   */
  void zeroGradients(List<Segment> segments);

  /** {@return whether every gradient is finite} */
  boolean gradientsFinite();

  /**
   * Updates all masters from the gradients and raises the version.
   *
   * @param update the formula, the groups with their rates, and the optimizer's state
   */
  void update(Update update);

  /** Frees the memory. Plans on these weights must not be used any more. */
  @Override
  void close();
}
