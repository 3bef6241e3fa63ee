package io.bagoftricks.product;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The plugin that {@code docs/add-a-trick.md} writes does what that page says. */
final class AddATrickTest {
  @TempDir private static Path shared;
  private static PagePlugin plugin;

  @TempDir private Path folder;

  @BeforeAll
  static void buildThePlugin() throws IOException {
    plugin = PagePlugin.build(shared, "add-a-trick.md", "my-trick", "gradient-noise-1.0.jar");
  }

  @Test
  void printsWhatThePageShows() {
    assertThat(plugin.printsWhatThePageShows()).containsExactly("list", "explain", "lint");
  }

  @Test
  void trains() throws IOException {
    Path run = folder.resolve("run");
    CommandLineRun answer =
        plugin.run(
            "train my-trick/noisy.json --plugins my-trick/plugins --set training.epochs=2 --set training.batchSize=2000 --set model.width=1 --output "
                + run);
    assertThat(answer.code()).describedAs(answer.err()).isZero();
    assertThat(run.resolve("receipts.csv")).content().contains("gradient-noise,training,1,1,");
  }

  /** As docs/test-a-trick.md shows it. */
  @Test
  void keepsTheContract() {
    CommandLineRun answer = plugin.run("check-plugin my-trick/plugins");

    assertThat(answer.code()).describedAs(answer.out() + answer.err()).isZero();
    assertThat(answer.out())
        .startsWith("gradient-noise (")
        .contains("gradient-noise-1.0.jar)\n  CARD           kept\n  SETTINGS       kept\n")
        .endsWith("  13 of 13 rules kept\n");
  }

  /** That pom is built with Maven by {@link ExamplePluginsTest}. */
  @Test
  void isBuiltAsTheExamplesAre() throws IOException {
    assertThat(plugin.root().resolve("pom.xml"))
        .content()
        .isEqualTo(
            Files.readString(Checkout.root().resolve("examples/focal-loss-plugin/pom.xml"))
                .replace("simple-focal-loss", "gradient-noise"));
  }

  /** But for the contract, which {@link #keepsTheContract} asks for as a command. */
  @Test
  void passesItsOwnTests() throws Exception {
    assertThat(PagePlugin.tests(plugin.root(), "com.example.gradientnoise.GradientNoiseTest"))
        .isEqualTo(2);
  }

  /** Or the test would say more of the page than it holds. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "io.bagoftricks.engine.cli.Main",
        "io.bagoftricks.backends.spi.Backend",
        "io.bagoftricks.tricks.loss.labelsmoothing.LabelSmoothing",
        "com.fasterxml.jackson.databind.ObjectMapper",
        "com.google.inject.Guice",
        "org.junit.jupiter.api.Test"
      })
  void aTrickSeesTheApiAlone(String type) throws IOException, ClassNotFoundException {
    Path sources = Files.createDirectories(folder.resolve("other"));
    Files.writeString(sources.resolve("Sees.java"), "class Sees { %s it; }".formatted(type));
    ByteArrayOutputStream errors = new ByteArrayOutputStream();

    String main = PluginClassPath.ofCheckout().ofMain();
    int code = PagePlugin.javac(sources, folder, main, errors);

    assertThat(code).isNotZero();
    assertThat(errors.toString(StandardCharsets.UTF_8)).contains("does not exist");
    assertThat(Class.forName(type, false, getClass().getClassLoader()))
        .describedAs("what is here, but not for plugins")
        .isNotNull();
  }
}
