package io.bagoftricks.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bagoftricks.engine.Recipes;
import io.bagoftricks.engine.Training;
import io.bagoftricks.engine.TrainingOptions;
import io.bagoftricks.engine.internal.storage.SealedJson;
import io.bagoftricks.engine.internal.weights.WeightsChoice;
import io.bagoftricks.engine.predict.Classifier;
import io.bagoftricks.engine.problem.Problem;
import io.bagoftricks.engine.toys.TinyRuns;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The network of a run in a program: its answers, its warnings, and its end. */
final class ClassifierTest {
  @TempDir private static Path folder;
  private static Path run;

  @BeforeAll
  static void train() throws Exception {
    run = folder.resolve("run");
    Recipes recipes = Recipes.load();
    Training.start(
        recipes,
        recipes.read(KillableRun.recipe(folder), List.of()),
        run,
        TrainingOptions.defaults().withBackend(Optional.of(TinyRuns.BACKEND_ID)));
  }

  private static Classifier load() throws Exception {
    return Classifier.load(
        Recipes.load(), run, Optional.of(TinyRuns.BACKEND_ID), WeightsChoice.EVALUATED);
  }

  @Test
  void whoAsksAClosedOneIsTold() throws Exception {
    Classifier classifier = load();
    float[][][] image = new float[1][12][12];
    assertThat(classifier.predict(image)).hasSize(10);

    classifier.close();
    classifier.close();

    assertThatThrownBy(() -> classifier.predict(image))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("The classifier is closed. Load the run again.");
    assertThatThrownBy(classifier::evaluate).isInstanceOf(IllegalStateException.class);
    assertNoThreadStays();
  }

  @Test
  void anInterruptedLoadLeavesNothingOpen() throws Exception {
    Thread.currentThread().interrupt();
    assertThatThrownBy(ClassifierTest::load).isInstanceOf(InterruptedIOException.class);
    assertThat(Thread.interrupted()).isTrue();

    assertNoThreadStays();
    try (Classifier classifier = load()) {
      assertThat(classifier.predict(new float[1][12][12])).hasSize(10);
    }
  }

  @Test
  void aValueThatIsNotFiniteIsNoFaultOfTheWeights() throws Exception {
    float[][][] image = new float[1][12][12];
    image[0][3][5] = Float.NaN;
    try (Classifier classifier = load()) {
      assertThatThrownBy(() -> classifier.predict(image))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "The value of channel 0 at row 3, column 5 is NaN. Values are from 0 to 255.");
    }
  }

  /** Where another version has trained it, a recipe of another result is no more than a warning. */
  @Test
  void tellsWhatMayBeDifferent() throws Exception {
    try (Classifier classifier = load()) {
      assertThat(classifier.warnings()).isEmpty();
    }
    Path manifest = run.resolve("manifest.json");
    Path recipe = run.resolve("recipe.json");
    byte[] kept = Files.readAllBytes(manifest);
    String trained = Files.readString(recipe);
    try {
      String other = SealedJson.open(kept).replaceFirst("(\"tricks\" *: *\")[^\"]*", "$10.0.1");
      Files.writeString(manifest, SealedJson.seal(other));
      Files.writeString(recipe, trained.replaceFirst("\"seed\": 7", "\"seed\": 8"));

      try (Classifier classifier = load()) {
        assertThat(classifier.warnings()).extracting(Problem::id).contains("run/recipe-changed");
      }
    } finally {
      Files.write(manifest, kept);
      Files.writeString(recipe, trained);
    }
  }

  /** A thread may outlive the close by the few instructions of its own end, but not for long. */
  private static void assertNoThreadStays() throws InterruptedException {
    for (Thread thread : threads()) {
      thread.join(TimeUnit.SECONDS.toMillis(30));
      assertThat(thread.isAlive()).as(thread.getName()).isFalse();
    }
  }

  private static List<Thread> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("classifier of "))
        .toList();
  }
}
