package io.bagoftricks.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import io.bagoftricks.engine.ablate.Ablation;
import io.bagoftricks.engine.ablate.AblationFiles;
import io.bagoftricks.engine.ablate.AblationMode;
import io.bagoftricks.engine.ablate.Row;
import io.bagoftricks.engine.ablate.Variant;
import io.bagoftricks.engine.internal.train.TrainingRun;
import io.bagoftricks.engine.plan.RunPlanner;
import io.bagoftricks.engine.plugin.TrickRegistry;
import io.bagoftricks.engine.problem.ProblemException;
import io.bagoftricks.engine.recipe.Recipe;
import io.bagoftricks.engine.recipe.RecipeWriter;
import io.bagoftricks.engine.run.RunResult;
import io.bagoftricks.engine.toys.TinyRuns;
import io.bagoftricks.engine.train.TrainingListener;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Subsets of tricks, trained and compared. */
final class AblationTest {
  private static final TrickRegistry TRICKS = TinyRuns.tricks();

  @TempDir private Path folder;

  private static Recipe recipe() {
    return TinyRuns.recipe(TRICKS, "horizontal-flip", "zero-gamma", "cosine");
  }

  private static Ablation ablation(AblationMode mode) {
    return new Ablation(
        recipe(),
        Variant.of(recipe(), mode, List.of("horizontal-flip")),
        2,
        new RunPlanner(TRICKS)::plan,
        RecipeWriter::toJson,
        TinyRuns.BACKEND_ID,
        AblationTest::train);
  }

  /** Without a folder: images of these recipes are in memory alone. */
  private static RunResult train(Recipe recipe, Path folder) throws IOException {
    try (TrainingRun run =
        TrainingRun.of(new RunPlanner(TRICKS).plan(recipe), TinyRuns.backend())) {
      return RunResult.of(
          folder.toString(),
          TinyRuns.BACKEND_ID,
          "",
          run.train(new TrainingListener() {}),
          List.of());
    }
  }

  /** A rate has one curve: the one makes room for the other. */
  @Test
  void aTrickStandsInForAnotherThatIsNotThere() {
    Recipe recipe = TinyRuns.recipe(TRICKS, "zero-gamma", "cosine", "step-decay");
    Recipe without = TinyRuns.recipe(TRICKS, "zero-gamma", "cosine");
    assertThat(
            Variant.with(
                Map.of("cosine", "step-decay"),
                Variant.of(without, AblationMode.CUMULATIVE, List.of()),
                recipe))
        .extracting(Variant::name, v -> new TreeSet<>(v.instances()))
        .containsExactly(
            tuple("baseline", new TreeSet<>(List.of("step-decay"))),
            tuple("+ zero-gamma", new TreeSet<>(List.of("step-decay", "zero-gamma"))),
            tuple("+ cosine", new TreeSet<>(List.of("cosine", "zero-gamma"))));
    assertThatThrownBy(
            () ->
                Variant.with(
                    Map.of("cosine", "step-decay"),
                    Variant.of(without, AblationMode.CUMULATIVE, List.of("cosine")),
                    recipe))
        .hasMessageContaining("--instead has 'cosine=step-decay', but both must be in the recipe");
    // A variant would have it anyway, and another be trained twice.
    assertThatThrownBy(
            () ->
                Variant.with(
                    Map.of("cosine", "step-decay"),
                    Variant.of(recipe, AblationMode.CUMULATIVE, List.of()),
                    recipe))
        .hasMessageContaining("the second with \"enabled\": false");
  }

  @Test
  void choosesSubsetsByMode() {
    assertThat(Variant.of(recipe(), AblationMode.CUMULATIVE, List.of()))
        .extracting(Variant::name, Variant::reference, v -> v.instances().size())
        .containsExactly(
            tuple("baseline", 0, 0),
            tuple("+ horizontal-flip", 0, 1),
            tuple("+ zero-gamma", 1, 2),
            tuple("+ cosine", 2, 3));
    assertThat(Variant.of(recipe(), AblationMode.LEAVE_ONE_OUT, List.of("cosine")))
        .extracting(Variant::name, Variant::reference, v -> v.instances().size())
        .containsExactly(
            tuple("all", 0, 3), tuple("- horizontal-flip", 0, 2), tuple("- zero-gamma", 0, 2));
    assertThat(Variant.of(recipe(), AblationMode.ALL_OR_NONE, List.of("cosine")))
        .extracting(Variant::name, Variant::reference, v -> v.instances().size())
        .containsExactly(tuple("baseline", 0, 1), tuple("all", 0, 3));
    assertThat(Variant.of(recipe(), AblationMode.ONE_AT_A_TIME, List.of("cosine")).get(2))
        .satisfies(
            v -> assertThat(v.instances()).containsExactlyInAnyOrder("cosine", "zero-gamma"));
    assertThatThrownBy(() -> Variant.of(recipe(), AblationMode.CUMULATIVE, List.of("warm")))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("[ablate/unknown-trick] --keep has 'warm'");
    assertThatThrownBy(
            () ->
                Variant.of(
                    recipe(),
                    AblationMode.CUMULATIVE,
                    List.of("horizontal-flip", "zero-gamma", "cosine")))
        .hasMessageContaining("[ablate/nothing-to-vary] There is no trick to add or leave out.");
  }

  @Test
  void goesOnWhereItWasStoppedToTheSameNumbers() throws Exception {
    List<String> told = new ArrayList<>();
    List<Row> rows = ablation(AblationMode.CUMULATIVE).run(folder, told::add);
    assertThat(told).hasSize(6).noneMatch(line -> line.contains("finished before"));
    Files.delete(folder.resolve("trials/01-seed8.json"));
    told.clear();

    List<Row> again = ablation(AblationMode.CUMULATIVE).run(folder, told::add);

    assertThat(again).isEqualTo(rows);
    assertThat(told).filteredOn(line -> line.contains("finished before")).hasSize(5);
    assertThat(told.get(4)).contains("+ zero-gamma").contains("seed 8").doesNotContain("before");

    // One that is damaged is not taken for another result.
    Path trial = folder.resolve("trials/00-seed7.json");
    byte[] damaged = Files.readAllBytes(trial);
    damaged[damaged.length / 2] ^= 1;
    Files.write(trial, damaged);
    assertThatThrownBy(() -> ablation(AblationMode.CUMULATIVE).run(folder, told::add))
        .hasMessage(
            "%s is not a finished run: its bytes are not those that were written. Delete it to train it again.",
            trial);
    Files.delete(trial);
    assertThat(ablation(AblationMode.CUMULATIVE).run(folder, told::add)).isEqualTo(rows);
  }

  @Test
  void comparesSeedBySeedAndShowsWhatThePaperSays() throws Exception {
    List<Row> rows = ablation(AblationMode.ONE_AT_A_TIME).run(folder, line -> {});

    assertThat(rows).extracting(Row::name).containsExactly("baseline", "+ zero-gamma", "+ cosine");
    Row baseline = rows.get(0);
    Row cosine = rows.get(2);
    assertThat(baseline.difference()).isEmpty();
    assertThat(cosine.against()).isEqualTo(Optional.of("baseline"));
    double first = cosine.top1().get(0) - baseline.top1().get(0);
    double second = cosine.top1().get(1) - baseline.top1().get(1);
    assertThat(cosine.difference().orElseThrow().mean())
        .isCloseTo((first + second) / 2, within(1e-9));
    // t of 1 degree of freedom, 12.7062, times |first - second| / 2.
    assertThat(cosine.difference().orElseThrow().halfWidth())
        .isCloseTo(12.7062 * Math.abs(first - second) / 2, within(1e-2));
    assertThat(cosine.paper()).contains(0.75);

    byte[] picture = AblationFiles.picture("tiny", rows).orElseThrow();
    assertThat(AblationFiles.csv(rows).lines())
        .hasSize(4)
        .allMatch(line -> line.split(",", -1).length == 8);
    assertThat(ImageIO.read(new ByteArrayInputStream(picture)).getHeight()).isEqualTo(480);
  }
}
