package io.bagoftricks.backends.testkit.conformance;

import io.bagoftricks.backends.spi.BackendProvider;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The part of {@link BackendConformance} that depends on how activations are stored. For a backend
 * that stores 16 bits in 32 on some processors it is the place to hold its kernels of 16 bits to
 * their definitions all the same, with a provider whose backend stores as it is asked to.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(OpenedBackends.class)
public abstract class PrecisionConformance {
  private @Nullable Tested tested;

  /** For its subclasses. */
  protected PrecisionConformance() {}

  /**
   * {@return of the backend that is tested} Tests share what a class of providers has opened: one
   * that opens in two ways is two classes.
   */
  protected abstract BackendProvider provider();

  /**
   * {@return the number of random convolutions in each precision, once dense, and once in groups
   * and with gaps: the system property {@code random.convolutions}, or else 300}
   */
  protected int randomConvolutions() {
    return Integer.getInteger("random.convolutions", 300);
  }

  @BeforeAll
  void open(Tested opened) {
    tested = opened;
  }

  /** The backend that is tested. */
  Tested opened() {
    return Optional.ofNullable(tested).orElseThrow();
  }

  @Nested
  class Convolutions extends ConvolutionContract {
    @Override
    Tested tested() {
      return opened();
    }

    @Override
    int count() {
      return randomConvolutions();
    }
  }

  @Nested
  class StoredPrecisions extends StoredPrecisionContract {
    @Override
    Tested tested() {
      return opened();
    }
  }

  @Nested
  class LayersOfPlugins extends CustomPrecisionContract {
    @Override
    Tested tested() {
      return opened();
    }
  }

  @Nested
  class SixteenBits extends LowPrecisionContract {
    @Override
    Tested tested() {
      return opened();
    }
  }

  @Nested
  class RoundingTo16Bits extends RoundingContract {
    @Override
    Tested tested() {
      return opened();
    }
  }
}
