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

  /** The network. */
  Network network();

  /** Where each parameter lies. */
  ParameterLayout layout();

  /** Raised by every write of masters or statistics. */
  long version();

  /** The host's copy of the masters, flat. */
  INDArray masters();

  /** The host's copy of the gradients, flat. */
  INDArray gradients();

  /** The host's copy of running means and variances, flat. */
  INDArray statistics();

  /** A parameter in its shape: a view of {@link #masters}. */
  INDArray parameter(String name);

  /** A parameter's gradient in its shape: a view of {@link #gradients}. */
  INDArray gradient(String name);

  /** The host's copy of a part was written, since it was last asked for, and counts from now on. */
  void written(Part part);

  /** Hands out masters and statistics to be written, and then says that they were. */
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
    /** The masters, flat. */
    INDArray masters();

    /** Running means and variances, flat. */
    INDArray statistics();

    /** A parameter in its shape; writing it writes the masters. */
    INDArray parameter(String name);
  }

  /** Zeros of the masters' type where the weights lie; the caller closes them. */
  FlatArray array(long length);

  /**
   * An array of the host's as one that lies where the weights lie: itself, or a copy that {@link
   * FlatArray#values} writes back to it. Closing it leaves the host's array open.
   *
   * @param host flat, of the masters' type
   */
  FlatArray view(INDArray host);

  /**
   * Copies a part.
   *
   * @throws IllegalArgumentException if the target has another length
   */
  void copyInto(Part part, FlatArray target);

  /**
   * Overwrites a part.
   *
   * @throws IllegalArgumentException if the source has another length
   */
  void copyFrom(Part part, FlatArray source);

  /**
   * {@code target += fraction * (part - target)}, in one pass.
   *
   * @throws IllegalArgumentException if the target has another length
   */
  void lerpInto(Part part, FlatArray target, double fraction);

  /** The Euclidean norm over all gradients. */
  double gradientNorm();

  /**
   * The Euclidean norm of each parameter, or of its gradient, summed in 64 bits; every value is
   * read once.
   *
   * @param part masters or gradients
   * @return by name, in the order of the layout
   */
  Map<String, Double> norms(Part part);

  /** Multiplies all gradients. */
  void scaleGradients(double factor);

  /** Makes stretches of the gradients zero, whatever was in them. */
  void zeroGradients(List<Segment> segments);

  /** Whether every gradient is finite. */
  boolean gradientsFinite();

  /** Updates all masters from the gradients and raises the version. */
  void update(Update update);

  /** Frees the memory. Plans on these weights must not be used any more. */
  @Override
  void close();
}
