package io.bagoftricks.engine.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bagoftricks.api.network.Network;
import io.bagoftricks.api.network.Precision;
import io.bagoftricks.backends.spi.Backend;
import io.bagoftricks.backends.spi.BackendProvider;
import io.bagoftricks.backends.spi.BackendUnavailableException;
import io.bagoftricks.backends.spi.Plan;
import io.bagoftricks.backends.spi.PlanSpec;
import io.bagoftricks.backends.spi.SettingException;
import io.bagoftricks.backends.spi.Weights;
import io.bagoftricks.engine.problem.ProblemException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

final class BackendRegistryTest {
  private static final BackendRegistry REGISTRY =
      BackendRegistry.of(
          List.of(
              new Toy("slow", 0, true), new Toy("fast", 10, false), new Toy("middle", 5, true)));

  private final List<String> messages = new ArrayList<>();

  /** A backend that does nothing, or does not even start. */
  private record Toy(String id, int preference, boolean runs) implements BackendProvider, Backend {
    @Override
    public Backend open() throws BackendUnavailableException {
      if (!runs) {
        throw new BackendUnavailableException("it needs a quantum computer; buy one", null);
      }
      return this;
    }

    @Override
    public String description() {
      return id;
    }

    @Override
    public Set<Precision> precisions() {
      return Set.of(Precision.FLOAT);
    }

    @Override
    public Optional<String> remark(Precision precision) {
      return Optional.empty();
    }

    @Override
    public Weights allocate(Network network, Precision masters) {
      throw new AssertionError("never asked to");
    }

    @Override
    public Plan plan(Weights weights, PlanSpec spec) {
      throw new AssertionError("never asked to");
    }
  }

  @Test
  void fallsBackToTheNextPreferredAndSaysWhyOnce() throws BackendUnavailableException {
    Backend backend = REGISTRY.open(Optional.empty(), messages::add);

    assertThat(backend.id()).isEqualTo("middle");
    assertThat(messages)
        .containsExactly(
            "Backend 'fast' does not run here: it needs a quantum computer; buy one\n"
                + "Using backend 'middle' instead.");
  }

  @Test
  void oneThatFailsIsPassedOverAndNamed() throws BackendUnavailableException {
    BackendProvider failing =
        new BackendProvider() {
          @Override
          public String id() {
            return "failing";
          }

          @Override
          public int preference() {
            return 20;
          }

          @Override
          public Backend open() {
            throw new UnsatisfiedLinkError("no torch in java.library.path");
          }
        };
    BackendRegistry registry = BackendRegistry.of(List.of(failing, new Toy("slow", 0, true)));

    assertThat(registry.open(Optional.empty(), messages::add).id()).isEqualTo("slow");
    assertThat(messages)
        .containsExactly(
            "Backend 'failing' does not run here: it failed with java.lang.UnsatisfiedLinkError: no"
                + " torch in java.library.path\nUsing backend 'slow' instead.");
  }

  /** Of a jar beside the product's own, whose provider cannot even be made. */
  @Test
  void oneThatCannotBeLoadedIsPassedOverAndNamed(@TempDir Path folder) throws Exception {
    Path services = Files.createDirectories(folder.resolve("META-INF/services"));
    Files.writeString(services.resolve(BackendProvider.class.getName()), "com.example.NotThere\n");
    try (URLClassLoader loader =
        new URLClassLoader(
            new URL[] {folder.toUri().toURL()}, BackendRegistryTest.class.getClassLoader())) {
      BackendRegistry registry = BackendRegistry.of(loader);

      assertThat(registry.ids()).contains("nd4j");
      assertThatThrownBy(() -> registry.open(Optional.of("other"), messages::add))
          .hasMessageContaining("A backend cannot be loaded: ")
          .hasMessageContaining("com.example.NotThere");
    }
  }

  /** Has the id of another. */
  public static final class Again implements BackendProvider {
    /** For the ServiceLoader. */
    public Again() {}

    @Override
    public String id() {
      return "nd4j";
    }

    @Override
    public int preference() {
      return 0;
    }

    @Override
    public Backend open() {
      throw new AssertionError("never asked to");
    }
  }

  @Test
  @Timeout(60)
  void twoOfOneNameAreRefused(@TempDir Path folder) throws Exception {
    Path services = Files.createDirectories(folder.resolve("META-INF/services"));
    Files.writeString(services.resolve(BackendProvider.class.getName()), Again.class.getName());
    try (URLClassLoader loader =
        new URLClassLoader(
            new URL[] {folder.toUri().toURL()}, BackendRegistryTest.class.getClassLoader())) {
      assertThatThrownBy(() -> BackendRegistry.of(loader))
          .isInstanceOf(ProblemException.class)
          .hasMessageContaining("[backend/duplicate-id] Two backends call themselves 'nd4j'");
    }
  }

  @Test
  void opensTheMostPreferredThatRunsAndHasAPrecision() {
    assertThat(REGISTRY.openWith(Precision.FLOAT))
        .hasValueSatisfying(backend -> assertThat(backend.id()).isEqualTo("middle"));
    assertThat(REGISTRY.openWith(Precision.DOUBLE)).isEmpty();
  }

  @Test
  void opensTheOneThatIsNamedWithoutAWord() throws BackendUnavailableException {
    assertThat(REGISTRY.open(Optional.of("slow"), messages::add).id()).isEqualTo("slow");
    assertThat(messages).isEmpty();
  }

  @Test
  void doesNotFallBackFromTheOneThatIsNamed() {
    assertThatThrownBy(() -> REGISTRY.open(Optional.of("fast"), messages::add))
        .isInstanceOf(BackendUnavailableException.class)
        .hasMessage("Backend 'fast' does not run here: it needs a quantum computer; buy one");
  }

  @Test
  void listsWhatExistsWhereTheNameIsUnknown() {
    assertThatThrownBy(() -> REGISTRY.open(Optional.of("fsat"), messages::add))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("[backend/unknown] Backend 'fsat' is not known")
        .hasMessageContaining("fast, middle, slow");
  }

  /** Nobody is to train on another backend because of a slip in a variable. */
  @Test
  void doesNotFallBackWhereASettingIsWrong() {
    BackendProvider misled =
        new BackendProvider() {
          @Override
          public String id() {
            return "misled";
          }

          @Override
          public int preference() {
            return 20;
          }

          @Override
          public Backend open() {
            throw new SettingException(
                "WIND", "The wind is 'green', but must be a number. Unset it.");
          }
        };
    BackendRegistry registry = BackendRegistry.of(List.of(misled, new Toy("slow", 0, true)));

    assertThatThrownBy(() -> registry.open(Optional.empty(), messages::add))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining(
            "WIND: [backend/setting] The wind is 'green', but must be a number. Unset it.");
    assertThat(messages).isEmpty();
  }

  @Test
  void refusesTwoOfOneName() {
    assertThatThrownBy(
            () -> BackendRegistry.of(List.of(new Toy("a", 1, true), new Toy("a", 2, true))))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("[backend/duplicate-id] Two backends call themselves '");
  }

  @Test
  void saysThatThereIsNone() {
    assertThatThrownBy(() -> BackendRegistry.of(List.of()).open(Optional.empty(), messages::add))
        .isInstanceOf(BackendUnavailableException.class)
        .hasMessageContaining("No backend is on the class path");
  }
}
