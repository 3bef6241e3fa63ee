package io.bagoftricks.backends.testkit.conformance;

import io.bagoftricks.backends.spi.BackendProvider;
import org.junit.jupiter.api.Nested;

/**
 * All that a backend must do, as tests. A class of its author that says which backend it is gets
 * them all:
 *
 * <pre>{@code
 * final class MyBackendTest extends BackendConformance {
 *   @Override
 *   protected BackendProvider provider() {
 *     return new MyBackendProvider();
 *   }
 * }
 * }</pre>
 *
 * <p>The provider and its listing, parameters and the arithmetic on them, several plans on the same
 * parameters, what plans promise and refuse, layers by their definitions in every precision that
 * the backend offers, memory, and random networks against the reference backend {@code nd4j} in 64
 * bits: the largest error in a tensor may be 10 times the largest of the reference itself in 32
 * bits, and 1e-5 of the largest magnitude.
 *
 * <p>Tests whose numbers depend on the processor's instructions have the tag {@code isa}: a backend
 * that picks its kernels by them runs these once for each level. A backend that does not run on the
 * machine fails; annotate the class with a condition of JUnit where that is not a failure.
 *
 * <p>System properties run a failure again: {@code random.networks.first} is the first seed of
 * random networks (0), {@code random.convolutions.first} that of random convolutions.
 */
public abstract class BackendConformance extends PrecisionConformance {
  /** For its subclasses. */
  protected BackendConformance() {}

  /**
   * {@return the number of random networks: the system property {@code random.networks}, or else
   * 250, which take a fast backend 15 seconds}
   */
  protected int randomNetworks() {
    return Integer.getInteger("random.networks", 250);
  }

  @Nested
  class Provider extends ProviderContract {
    @Override
    Tested tested() {
      return opened();
    }

    @Override
    BackendProvider provider() {
      return BackendConformance.this.provider();
    }
  }

  @Nested
  class Parameters extends WeightsContract {
    @Override
    Tested tested() {
      return opened();
    }
  }

  @Nested
  class PlansOnTheSameParameters extends SharedWeightsContract {
    @Override
    Tested tested() {
      return opened();
    }
  }

  @Nested
  class Plans extends PlanContract {
    @Override
    Tested tested() {
      return opened();
    }
  }

  @Nested
  class BatchNorms extends BatchNormContract {
    @Override
    Tested tested() {
      return opened();
    }
  }

  @Nested
  class Pools extends PoolingContract {
    @Override
    Tested tested() {
      return opened();
    }
  }

  @Nested
  class Relus extends ReluContract {
    @Override
    Tested tested() {
      return opened();
    }
  }

  @Nested
  class DrawsOfLayers extends DrawsContract {
    @Override
    Tested tested() {
      return opened();
    }
  }

  @Nested
  class ReparametrizedWeights extends ReparametrizedContract {
    @Override
    Tested tested() {
      return opened();
    }
  }

  @Nested
  class Memory extends MemoryContract {
    @Override
    Tested tested() {
      return opened();
    }
  }

  @Nested
  class RandomNetworks extends RandomNetworksContract {
    @Override
    Tested tested() {
      return opened();
    }

    @Override
    int count() {
      return randomNetworks();
    }
  }
}
