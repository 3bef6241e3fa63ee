package io.bagoftricks.product.plugins;

import static org.assertj.core.api.Assertions.assertThat;

import io.bagoftricks.engine.cli.Main;
import io.bagoftricks.engine.internal.checkpoint.CheckpointStore;
import io.bagoftricks.engine.storage.Disk;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A plugin that misbehaves in a run is named, with the hook and the update, in all these ways. */
final class MisbehavingPluginsTest {
  @TempDir static Path root;
  private static Path recipe;

  /** The weights change after its schedule was asked, and it looks at them then. */
  private static final Misdeed GOOD =
      Misdeed.of(
          "moves-momentum",
          "ParamGroupsHook, StepHook",
          "public void onParamGroups(ParamGroups g) { g.learningRate().follow(t -> 0.9);"
              + " g.momentum().follow(t -> 0.8); g.receipt(new Effect(2, 2, \"schedules\")); } public"
              + " void onStep(Step s) { s.weights(); } public void afterStep(StepResult r) {"
              + " r.weights(); }");

  private record Answer(int code, String err) {}

  static Stream<Misdeed> misdeeds() {
    return Stream.of(
            Misdeeds.writes(),
            Misdeeds.targets(),
            Misdeeds.keeps(),
            Misdeeds.terms(),
            Misdeeds.views(),
            Misdeeds.layers(),
            Misdeeds.shapes(),
            Misdeeds.values(),
            Misdeeds.words(),
            Misdeeds.errors())
        .flatMap(List::stream);
  }

  static Stream<Misdeed> unrepeatable() {
    return Misdeeds.unrepeatable().stream();
  }

  @BeforeAll
  static void packAllInOneJar() throws IOException {
    PluginJar jar = new PluginJar(root.resolve("sources"));
    for (Misdeed misdeed : Stream.concat(misdeeds(), unrepeatable()).toList()) {
      jar.provider(misdeed.className(), misdeed.source());
    }
    jar.provider(GOOD.className(), GOOD.source());
    jar.pack(root.resolve("plugins/bad.jar"));
    recipe = TinyRecipe.write(root);
  }

  /** Later runs of this process would warn of it too. */
  @AfterEach
  void endTheThreadThatIsLeft() throws InterruptedException {
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().equals("left")) {
        thread.interrupt();
        thread.join();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("misdeeds")
  void isNamed(Misdeed misdeed) throws IOException {
    Path run = root.resolve("runs").resolve(misdeed.id());
    Answer answer = train(run, misdeed.id(), misdeed.settings());

    assertThat(answer.err()).containsSubsequence(misdeed.said());
    assertThat(answer.err()).doesNotContain("defect", "\tat ");
    assertThat(answer.code()).isEqualTo(answer.err().contains("warning: '" + misdeed.id()) ? 0 : 1);
    assertTheLastCheckpointIsWhole(run);
  }

  @ParameterizedTest
  @MethodSource("unrepeatable")
  void isNamedBeforeAStrictRun(Misdeed misdeed) {
    Path run = root.resolve("runs").resolve(misdeed.id());
    Answer answer = train(run, misdeed.id(), List.of("training.strict=true"));

    assertThat(answer.err()).containsSubsequence(misdeed.said());
    assertThat(answer.code()).isEqualTo(1);
    assertThat(run).doesNotExist();
  }

  @Test
  void aTrickThatMovesMomentumIsBlamedForNothing() {
    for (String strict : List.of("false", "true")) {
      Answer answer =
          train(
              root.resolve("runs/moves-momentum-" + strict),
              GOOD.id(),
              List.of("training.strict=" + strict));
      assertThat(answer.err()).doesNotContain("plugin/");
      assertThat(answer.code()).isZero();
    }
  }

  @Test
  void aStrictRunEndsInTheSameBits() throws IOException {
    String tricks =
        "mixup\"}, {\"trick\": \"label-smoothing\"}, {\"trick\": \"gradient-clip\"}, {\"trick\":"
            + " \"ema\", \"decay\": 0.9}, {\"trick\": \"horizontal-flip";
    Path plain = root.resolve("runs/plain");
    Path strict = root.resolve("runs/strict");

    assertThat(train(plain, tricks, List.of()).code()).isZero();
    Answer answer = train(strict, tricks, List.of("training.strict=true"));
    assertThat(answer.err()).doesNotContain("warning");
    assertThat(answer.code()).isZero();
    assertThat(strict.resolve("weights.safetensors"))
        .hasSameBinaryContentAs(plain.resolve("weights.safetensors"));
  }

  @Test
  void theSearchForARateTellsARuleThatIsBrokenAsWhatItIs() {
    Answer answer =
        run(
            "find-lr",
            recipe.toString(),
            "--plugins",
            root.resolve("plugins").toString(),
            "--updates",
            "20",
            "--output",
            root.resolve("runs/rate").toString(),
            "--set",
            "tricks=[{\"trick\": \"scales-by-halves\"}]");
    assertThat(answer.err())
        .contains("[plugin/loss-scale] 'scales-by-halves' in onLoss at epoch 1, step 2")
        .doesNotContain("diverged");
    assertThat(answer.code()).isEqualTo(1);
  }

  private static Answer train(Path run, String trick, List<String> settings) {
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
                "tricks=[{\"trick\": \"%s\"}]".formatted(trick)));
    settings.forEach(setting -> arguments.addAll(List.of("--set", setting)));
    return run(arguments.toArray(String[]::new));
  }

  private static Answer run(String... arguments) {
    StringWriter err = new StringWriter();
    int code = Main.run(new PrintWriter(new StringWriter()), new PrintWriter(err), arguments);
    return new Answer(code, err.toString());
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
