package io.bagoftricks.engine.diff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bagoftricks.engine.diff.RunDifference.Entry;
import io.bagoftricks.engine.internal.storage.SealedJson;
import io.bagoftricks.engine.problem.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RunDifferenceTest {
  @TempDir private Path folder;

  private Path run(String name, String recipe, String manifest, String metrics) throws IOException {
    Path run = Files.createDirectory(folder.resolve(name));
    Files.writeString(run.resolve("recipe.json"), recipe);
    Files.writeString(run.resolve("manifest.json"), SealedJson.seal(manifest));
    Files.writeString(run.resolve("metrics.csv"), metrics);
    return run;
  }

  @Test
  void namesWhatDiffersAndHowFarResultsAreApart() throws IOException {
    Path first =
        run(
            "first",
            "{\"model\": {\"depth\": 8}, \"tricks\": [{\"trick\": \"warm\", \"for\": \"1ep\"}]}",
            "{\"java\": \"17.0.1\", \"seed\": 1}",
            "epoch,loss,top1\n1,0.5,\n2,0.25,0.5\n");
    Path second =
        run(
            "second",
            "{\"model\": {\"depth\": 8}, \"tricks\": [{\"trick\": \"cos\", \"id\": \"c\"},"
                + " {\"trick\": \"warm\", \"for\": \"2ep\"}]}",
            "{\"java\": \"21\", \"seed\": 1}",
            "epoch,loss,top1\n1,0.75,0.625\n");

    RunDifference difference = RunDifference.of(first, second);

    assertThat(difference.recipe())
        .containsExactly(
            new Entry("tricks.warm.for", Optional.of("1ep"), Optional.of("2ep")),
            new Entry("tricks.c.trick", Optional.empty(), Optional.of("cos")),
            new Entry("tricks.c.id", Optional.empty(), Optional.of("c")));
    assertThat(difference.environment())
        .containsExactly(new Entry("java", Optional.of("17.0.1"), Optional.of("21")));
    assertThat(difference.environment().get(0).change()).isEmpty();
    assertThat(difference.results())
        .extracting(Entry::name)
        .containsExactly("epoch", "loss", "top1");
    assertThat(difference.results().get(1).change()).contains(0.5);
    assertThat(difference.results().get(2).change()).contains(0.125);
  }

  @Test
  void namesAFileThatIsDamaged() throws IOException {
    Path whole = run("whole", "{}", "{\"seed\": 1}", "epoch\n1\n");
    Path recipe = run("recipe", "{", "{\"seed\": 1}", "epoch\n1\n");
    Path manifest = run("manifest", "{}", "{\"seed\": 1}", "epoch\n1\n");
    Files.writeString(manifest.resolve("manifest.json"), "{}");

    assertThatThrownBy(() -> RunDifference.of(whole, recipe))
        .isInstanceOf(ProblemException.class)
        .hasMessageStartingWith(
            recipe.resolve("recipe.json") + ": [run/damaged] This file of a run cannot be used: ");
    assertThatThrownBy(() -> RunDifference.of(whole, manifest))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining(
            manifest.resolve("manifest.json")
                + ": [run/damaged] This file of a run cannot be used: it does not end in its checksum");
  }

  @Test
  void refusesAFolderThatIsNoRun() {
    assertThatThrownBy(() -> RunDifference.of(folder, folder))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("[run/not-a-run]");
  }
}
