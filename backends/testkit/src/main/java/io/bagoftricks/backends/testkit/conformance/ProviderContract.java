package io.bagoftricks.backends.testkit.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.bagoftricks.api.network.Precision;
import io.bagoftricks.backends.spi.Backend;
import io.bagoftricks.backends.spi.BackendProvider;
import io.bagoftricks.backends.spi.BackendUnavailableException;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** How a backend is found, and what it says of itself. */
abstract class ProviderContract extends Contract {
  /** The provider that opened the backend. */
  abstract BackendProvider provider();

  @Test
  void isListedAsAService() {
    assertThat(
            ServiceLoader.load(BackendProvider.class, provider().getClass().getClassLoader())
                .stream()
                .map(ServiceLoader.Provider::type)
                .map(Class::getName))
        .as(
            "a line of META-INF/services/%s on the class path of the tests",
            BackendProvider.class.getName())
        .contains(provider().getClass().getName());
  }

  @Test
  void hasOneNameWhichUsersCanType() {
    assertThat(tested().backend().id())
        .isEqualTo(provider().id())
        .matches("[a-z][a-z0-9]*(-[a-z0-9]+)*");
  }

  /** A program that trains and predicts asks for one each time. */
  @Test
  void opensAgain() throws BackendUnavailableException {
    assertThat(provider().open().id()).isEqualTo(tested().backend().id());
  }

  @Test
  void describesItselfInOneLine() {
    assertThat(tested().backend().description()).isNotBlank().doesNotContain("\n");
  }

  /** Runs without the trick that chooses another precision use it. */
  @Test
  void offers32Bits() {
    assertThat(tested().backend().precisions()).contains(Precision.FLOAT);
  }

  @ParameterizedTest
  @EnumSource(Precision.class)
  void remarksAreEmptyOrSaySomething(Precision precision) {
    Backend backend = tested().backend();

    if (backend.precisions().contains(precision)) {
      assertThat(backend.remark(precision).orElse("none")).isNotBlank().doesNotContain("\n");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"FLOAT", "DOUBLE"})
  void inputsHaveTheMastersTypeAndTheShapeAskedFor(Precision masters) {
    if (tested().backend().precisions().contains(masters)) {
      INDArray input = tested().backend().inputArray(masters, 2, 3, 5, 7);

      assertThat(input.dataType()).isEqualTo(DataType.valueOf(masters.name()));
      assertThat(input.shape()).containsExactly(2, 3, 5, 7);
      assertThat(input.ordering()).isEqualTo('c');
      input.close();
    }
  }
}
