package io.bagoftricks.backends.testkit.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.bagoftricks.backends.nd4j.Nd4jBackendProvider;
import io.bagoftricks.backends.spi.Backend;
import io.bagoftricks.backends.spi.BackendProvider;
import io.bagoftricks.backends.spi.BackendUnavailableException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.FilterResult;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.PostDiscoveryFilter;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** A class of a few lines is all that a wrong backend needs to be found wrong. */
final class KitPowerTest {
  @Test
  void aBackendThatOverwritesWhereItMustAddFails() {
    Results results = new Results();
    LauncherFactory.create()
        .execute(
            LauncherDiscoveryRequestBuilder.request()
                .selectors(DiscoverySelectors.selectClass(Overwriting.class))
                .filters((PostDiscoveryFilter) KitPowerTest::asksForResults)
                .build(),
            results);

    assertThat(results.failed)
        .contains("isListedAsAService", "addStartsFromWhatIsThere", "partsOfABatchAddUp")
        .contains("errorIsThatOfTheReferenceIn32Bits")
        .doesNotContain("scalingScalesTheNorm", "theFirstMaximumGetsTheGradient");
    assertThat(results.passed).hasSizeGreaterThan(200);
  }

  /** How much memory it takes is another question, and half of the time. */
  private static FilterResult asksForResults(TestDescriptor test) {
    return FilterResult.includedIf(!test.getUniqueId().toString().contains(":Memory]"));
  }

  /** Named so that no build runs it by itself. */
  static final class Overwriting extends BackendConformance {
    @Override
    protected BackendProvider provider() {
      return new OverwritingProvider();
    }

    @Override
    protected int randomNetworks() {
      return 5;
    }

    @Override
    protected int randomConvolutions() {
      return 1;
    }
  }

  private static final class OverwritingProvider implements BackendProvider {
    @Override
    public String id() {
      return "overwriting";
    }

    @Override
    public int preference() {
      return 0;
    }

    @Override
    public Backend open() throws BackendUnavailableException {
      return new AlteredBackend(new Nd4jBackendProvider().open(), Mistake.ADD_OVERWRITES);
    }
  }

  private static final class Results implements TestExecutionListener {
    private final List<String> passed = new ArrayList<>();
    private final List<String> failed = new ArrayList<>();

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
      if (test.isTest() && test.getSource().orElse(null) instanceof MethodSource method) {
        boolean successful = result.getStatus() == TestExecutionResult.Status.SUCCESSFUL;
        (successful ? passed : failed).add(method.getMethodName());
      }
    }
  }
}
