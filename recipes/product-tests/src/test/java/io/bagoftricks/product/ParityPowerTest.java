package io.bagoftricks.product;

import static org.assertj.core.api.Assertions.assertThat;

import io.bagoftricks.api.network.Parameter;
import io.bagoftricks.api.network.Precision;
import io.bagoftricks.api.random.Draws;
import io.bagoftricks.backends.spi.Accumulate;
import io.bagoftricks.backends.spi.Plan;
import io.bagoftricks.backends.spi.Weights;
import io.bagoftricks.backends.testkit.conformance.AlteredBackend;
import io.bagoftricks.engine.toys.TinyRuns;
import java.util.List;
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
    GoldenNetwork golden = GoldenNetwork.read(FILE);
    List<Parameter> parameters = golden.network().parameters();
    List<Wrong> all = List.of(Wrong.values());
    int place = all.indexOf(wrong) * (parameters.size() - 1) / (all.size() - 1);
    String parameter = parameters.get(place).name();
    AlteredBackend altered = new AlteredBackend(TinyRuns.backend("onednn"), only(parameter, wrong));

    List<String> exceeded =
        LibtorchErrors.exceeded(golden.errors(altered, Precision.BFLOAT16), FILE, "bf16");

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
}
