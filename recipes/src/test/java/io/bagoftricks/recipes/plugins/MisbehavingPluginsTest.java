package io.bagoftricks.recipes.plugins;

import static org.assertj.core.api.Assertions.assertThat;

import io.bagoftricks.engine.checkpoint.CheckpointStore;
import io.bagoftricks.engine.cli.Main;
import io.bagoftricks.engine.storage.Disk;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A plugin that misbehaves in a run is named, with the hook and the update, in all these ways. */
final class MisbehavingPluginsTest {
  @TempDir static Path root;
  private static Path recipe;

  static Stream<Misdeed> misdeeds() {
    return Stream.of(
            Misdeeds.writes(),
            Misdeeds.targets(),
            Misdeeds.keeps(),
            Misdeeds.terms(),
            Misdeeds.views(),
            Misdeeds.layers(),
            Misdeeds.errors())
        .flatMap(List::stream);
  }

  @BeforeAll
  static void packAllInOneJar() throws IOException {
    PluginJar jar = new PluginJar(root.resolve("sources"));
    for (Misdeed misdeed : misdeeds().toList()) {
      jar.provider(misdeed.className(), misdeed.source());
    }
    jar.pack(root.resolve("plugins/bad.jar"));
    recipe = TinyRecipe.write(root);
  }

  @ParameterizedTest
  @MethodSource("misdeeds")
  void isNamed(Misdeed misdeed) throws IOException {
    Path run = root.resolve("runs").resolve(misdeed.id());
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "train",
                recipe.toString(),
                "--plugins",
                root.resolve("plugins").toString(),
                "--output",
                run.toString(),
                "--set",
                "tricks=[{\"trick\": \"%s\"}]".formatted(misdeed.id())));
    misdeed.settings().forEach(setting -> arguments.addAll(List.of("--set", setting)));
    StringWriter err = new StringWriter();
    int code =
        Main.run(
            new PrintWriter(new StringWriter()),
            new PrintWriter(err),
            arguments.toArray(String[]::new));

    assertThat(err.toString()).containsSubsequence(misdeed.said());
    assertThat(err.toString()).doesNotContain("defect", "\tat ");
    assertThat(code).isEqualTo(err.toString().contains("warning: '" + misdeed.id()) ? 0 : 1);
    assertTheLastCheckpointIsWhole(run);
  }

  /** Opening one checks every byte. */
  private static void assertTheLastCheckpointIsWhole(Path run) {
    Path checkpoints = run.resolve("checkpoints");
    assertThat(checkpoints).isDirectory();
    assertThat(
            new CheckpointStore(checkpoints, Disk.local())
                .open(CheckpointStore.LAST)
                .progress()
                .updates())
        .isPositive();
    assertThat(Files.exists(checkpoints.resolve("last"))).isTrue();
  }
}
