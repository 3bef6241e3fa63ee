package io.bagoftricks.product;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bagoftricks.api.network.Network;
import io.bagoftricks.api.network.Parameter;
import io.bagoftricks.api.network.Precision;
import io.bagoftricks.api.random.Draws;
import io.bagoftricks.backends.spi.Accumulate;
import io.bagoftricks.backends.spi.Backend;
import io.bagoftricks.backends.spi.Plan;
import io.bagoftricks.backends.spi.Weights;
import io.bagoftricks.backends.testkit.conformance.AlteredBackend;
import io.bagoftricks.engine.backend.BackendRegistry;
import io.bagoftricks.engine.parity.Golden;
import io.bagoftricks.engine.parity.ParityCheck;
import io.bagoftricks.engine.parity.ParityReport;
import io.bagoftricks.engine.plan.RunPlanner;
import io.bagoftricks.engine.plugin.TrickRegistry;
import io.bagoftricks.engine.recipe.RecipeReader;
import io.bagoftricks.engine.toys.TinyRuns;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A wrong gradient of any one parameter is outside the bounds of {@link ParityTest}. */
final class ParityPowerTest {
  private static final String FILE = "cifar_resnet20";

  /** The wrong gradients that replace a right one. */
  enum Wrong {
    ZERO {
      @Override
      void alter(INDArray gradient) {
        gradient.assign(0);
      }
    },
    TWICE {
      @Override
      void alter(INDArray gradient) {
        gradient.muli(2);
      }
    },
    OPPOSITE {
      @Override
      void alter(INDArray gradient) {
        gradient.negi();
      }
    },
    RANDOM {
      @Override
      void alter(INDArray gradient) {
        Draws draws = Draws.of(3);
        double norm = gradient.norm2Number().doubleValue();
        for (long i = 0; i < gradient.length(); i++) {
          gradient.putScalar(i, draws.normal());
        }
        gradient.muli(norm / gradient.norm2Number().doubleValue());
      }
    };

    abstract void alter(INDArray gradient);
  }

  /** Each of these is 1 or more from the right one, in units of its norm: see the next test. */
  @ParameterizedTest
  @CsvSource({
    "cifar_resnet20, bf16",
    "cifar_resnet20, fp16",
    "resnet18d, f32",
    "resnet18d, bf16",
    "resnet18d, fp16",
    "resnet50_damped, bf16",
    "resnet50_damped, fp16"
  })
  void noBoundLetsAWrongGradientPass(String file, String type) {
    assertThat(LibtorchErrors.bound(file, type, "gradientDifference")).isLessThan(0.95);
  }

  @ParameterizedTest
  @EnumSource
  void aWrongGradientOfOneParameterIsFound(Wrong wrong) throws Exception {
    Golden golden = Golden.read(Path.of("src/test/resources/golden/" + FILE + ".json"));
    Network network = network();
    List<Parameter> parameters = network.parameters();
    List<Wrong> all = List.of(Wrong.values());
    int place = all.indexOf(wrong) * (parameters.size() - 1) / (all.size() - 1);
    String parameter = parameters.get(place).name();
    AlteredBackend altered = new AlteredBackend(open("onednn"), only(parameter, wrong));

    List<String> exceeded = LibtorchErrors.exceeded(check(golden, network, altered), FILE, "bf16");

    assertThat(exceeded)
        .describedAs("%s of %s", wrong, parameter)
        .anySatisfy(line -> assertThat(line).startsWith("gradientDifference"));
  }

  private static AlteredBackend.Alteration only(String parameter, Wrong wrong) {
    return new AlteredBackend.Alteration() {
      @Override
      public void backward(Plan plan, Weights weights, INDArray gradient, Accumulate mode) {
        plan.backward(gradient, mode);
        wrong.alter(weights.gradient(parameter));
      }
    };
  }

  private static JsonNode check(Golden golden, Network network, Backend backend) throws Exception {
    ParityReport report =
        ParityCheck.check(golden, network, backend, Precision.BFLOAT16, open("nd4j"));
    return new ObjectMapper().valueToTree(report);
  }

  private static Network network() throws Exception {
    TrickRegistry tricks = TinyRuns.tricks();
    Path recipe = Path.of("../src/main/resources/META-INF/parity/" + FILE + ".json");
    String text = Files.readString(recipe);
    return new RunPlanner(tricks)
        .plan(new RecipeReader(TinyRuns.types()).read(text, FILE, List.of(), tricks))
        .network();
  }

  private static Backend open(String id) throws Exception {
    return BackendRegistry.of(ParityPowerTest.class.getClassLoader())
        .open(Optional.of(id), message -> {});
  }
}
