package io.bagoftricks.product.plugins;

import static org.assertj.core.api.Assertions.assertThat;

import io.bagoftricks.engine.cli.Main;
import io.bagoftricks.product.ChildJava;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A plugin that computes with ND4J while a recipe is planned, by commands that open no backend: in
 * a process of its own, in which nothing has started ND4J before.
 */
final class ComputingPluginTest {
  @TempDir private Path root;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2 | 0 | 2 notes",
        "3 | 2 | [plugin/failed] 'computes' failed in onInit: java.lang.IllegalStateException: 2.0"
      })
  void theAnswerIsThatOfAnyOtherPlugin(String expected, int code, String said) throws Exception {
    Misdeed trick =
        Misdeed.of(
            "computes",
            "InitHook",
            "public void onInit(NetworkDraft n) { try (INDArray ones = Nd4j.ones(2)) { double sum ="
                + " ones.sumNumber().doubleValue(); if (sum != %s) throw new".formatted(expected)
                + " IllegalStateException(\"\" + sum); } n.receipt(new Effect(1, 1, \"things\")); }");
    new PluginJar(root.resolve("sources"))
        .provider(trick.className(), trick.source())
        .pack(root.resolve("plugins/computes.jar"));

    assertThat(lint()).describedAs(text("out") + text("err")).isEqualTo(code);
    assertThat(text("out")).contains(said);
    assertThat(text("err")).isEmpty();
  }

  private int lint() throws IOException, InterruptedException {
    Process process =
        new ChildJava()
            .process(
                Main.class,
                "lint",
                TinyRecipe.write(root).toString(),
                "--plugins=" + root.resolve("plugins"),
                "--set=tricks=[{\"trick\": \"computes\", \"mayHaveNoEffect\": true}]")
            .redirectOutput(root.resolve("out").toFile())
            .redirectError(root.resolve("err").toFile())
            .start();
    try {
      assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    return process.exitValue();
  }

  private String text(String file) throws IOException {
    return Files.readString(root.resolve(file));
  }
}
