package io.bagoftricks.product.plugins;

import static org.assertj.core.api.Assertions.assertThat;

import io.bagoftricks.product.CommandLineRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command {@code check-plugin}: the contract without JUnit. */
final class CheckPluginTest {
  @TempDir Path root;
  @TempDir Path sources;

  @Test
  void eachRuleIsToldAndABrokenOneEndsWithOne() throws IOException {
    plugin(
        "forgets",
        "StepHook",
        """
        private double factor = 1;
        @Uses(changes = Slot.GRADIENTS)
        public void onStep(Step s) { factor *= 0.5; s.scaleGradients(factor); }
        """);

    CommandLineRun checked = check(root.toString());

    assertThat(checked.code()).isEqualTo(1);
    assertThat(checked.out().lines().map(line -> line.replaceAll(": .*| \\(.*\\)", "")))
        .containsExactly(
            "forgets",
            "  CARD           broken",
            "  SETTINGS       kept",
            "  RANGES         kept",
            "  DISABLED       kept",
            "  NEUTRAL        left out",
            "  REPEATABLE     kept",
            "  STATE          broken",
            "  DEVICE         broken",
            "  CHECKPOINT     broken",
            "  EVALUATION     kept",
            "  MICRO_BATCHES  kept",
            "  INSTANCES      kept",
            "  ARRAYS         kept",
            "  ORDER          broken",
            "  8 of 13 rules kept");
    assertThat(checked.out())
        .contains(
            "NEUTRAL        left out: There is no META-INF/tricks/forgets.neutral.json with settings by which it changes nothing.",
            "STATE          broken: [plugin/not-repeatable] 'forgets' in onStep",
            "belong in TrickState",
            "ORDER          broken: The order of these changes a result, and nothing decides it: [forgets and agc in onStep on [GRADIENTS]");
  }

  @Test
  void whatCannotBeCheckedIsRefused() throws IOException {
    CommandLineRun nothing = check(Files.createDirectories(root.resolve("empty")).toString());
    assertThat(nothing.code()).isEqualTo(2);
    assertThat(nothing.err())
        .contains("[plugin/nothing-to-check] ", "empty has no trick that can be checked.");
    plugin("one", "StepHook", "@Uses public void onStep(Step s) {}");
    assertThat(check(root.toString(), "--trick", "two").err())
        .contains("has no trick 'two' that can be checked.");
    plugin("three", "StepHook", "@Uses public void onStep(Step s) {}");
    CommandLineRun whose = check(root.toString(), "--set", "amount=0.5");
    assertThat(whose.code()).isEqualTo(2);
    assertThat(whose.err())
        .contains("--set is for the settings of one trick, but " + root + " has one, three. Name");
    assertThat(check(root.resolve("one.jar").toString()).err())
        .contains("[plugin/no-folder]", "It is a file. Name its folder, '" + root + "'.");
  }

  @Test
  void aFolderOfWhichNothingCanBeLoadedEndsWithOne() throws IOException {
    Files.writeString(root.resolve("damaged.jar"), "no jar");

    CommandLineRun checked = check(root.toString());

    assertThat(checked.code()).isEqualTo(1);
    assertThat(checked.err()).contains("damaged.jar").doesNotContain("nothing-to-check");
  }

  private static CommandLineRun check(String... arguments) {
    String[] all = new String[arguments.length + 1];
    all[0] = "check-plugin";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    return CommandLineRun.of(all);
  }

  private void plugin(String id, String hooks, String body) throws IOException {
    Misdeed trick = Misdeed.of(id, hooks, body);
    new PluginJar(sources.resolve(id))
        .provider(trick.className(), trick.source())
        .pack(root.resolve(id + ".jar"));
  }
}
