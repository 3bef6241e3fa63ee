package io.bagoftricks.product.plugins;

import static org.assertj.core.api.Assertions.assertThat;

import io.bagoftricks.engine.cli.Main;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A plugin that misbehaves before a run, when it is found or when a recipe is planned, is named.
 */
final class BadPlansTest {
  private static final String IDENTITY =
      """
      record Mine() implements CustomLayer {
        public Shape output(List<Shape> inputs) { %s }
        public void forward(Forward p) { p.output().assign(p.input(0)); }
        public void backward(Backward p) { p.inputGradient(0).assign(p.outputGradient()); }
      }
      public void onInit(NetworkDraft n) {
        Node relu = n.nodes().stream().filter(v -> v.layer() instanceof Relu).findFirst().orElseThrow();
        n.replace(relu, new Mine());
        n.receipt(new Effect(1, 1, "activations"));
      }
      """;

  @TempDir static Path root;
  private static Path recipe;

  private record Answer(int code, String out, String err) {}

  static Stream<Misdeed> misdeeds() {
    return Stream.of(
        Misdeed.of(
            "fails-in-on-init",
            "InitHook",
            "public void onInit(NetworkDraft n) { throw new AssertionError(\"no\"); }",
            "'fails-in-on-init' failed in onInit: java.lang.AssertionError: no"),
        Misdeed.of(
            "recurses-in-on-init",
            "InitHook",
            "public void onInit(NetworkDraft n) { onInit(n); }",
            "'recurses-in-on-init' failed in onInit: java.lang.StackOverflowError"),
        Misdeed.of(
            "initializes-badly-in-on-init",
            "InitHook",
            "static class Bad { static final int X = Integer.parseInt(\"x\"); }"
                + " public void onInit(NetworkDraft n) { int x = Bad.X; }",
            "'initializes-badly-in-on-init' failed in onInit: a static initializer failed:"
                + " java.lang.NumberFormatException"),
        Misdeed.of(
            "wrong-shapes",
            "InitHook",
            IDENTITY.formatted("return new Shape(inputs.get(0).channels() + 1, 3, 3);"),
            "[plugin/network] 'wrong-shapes' left a network that does not fit: "),
        Misdeed.of(
            "shapes-of-null",
            "InitHook",
            IDENTITY.formatted("return null;"),
            "[plugin/network] 'shapes-of-null' left a network that does not fit: "),
        Misdeed.of(
            "shapes-that-fail",
            "InitHook",
            IDENTITY.formatted("throw new Error(\"no\");"),
            "[plugin/network] 'shapes-that-fail' left a network that does not fit: java.lang.Error:"
                + " no"),
        Misdeed.of(
            "parameters-of-one-name",
            "InitHook",
            IDENTITY
                .formatted("return inputs.get(0);")
                .replace(
                    "public void forward",
                    "public List<Parameter> parameters(List<Shape> inputs) { Parameter p = new"
                        + " Parameter(\"w\", Role.WEIGHT, List.of(2), new Constant(1)); return"
                        + " List.of(p, p); } public void forward"),
            "[plugin/network] 'parameters-of-one-name' left a network that does not fit: Two"
                + " parameters are called '"),
        Misdeed.of(
            "size-that-throws",
            "InitHook",
            onInit("n.inputSize(e -> { throw new AssertionError(\"no\"); });"),
            "'size-that-throws' failed in onInit: java.lang.AssertionError: no"),
        Misdeed.of(
            "size-of-null",
            "InitHook",
            onInit("n.inputSize(e -> e == 0 ? new Size(8, 8) : null);"),
            "'size-of-null' failed in onInit",
            "The input size of epoch 2 is null"),
        Misdeed.of(
            "giant-size",
            "InitHook",
            onInit("n.inputSize(e -> new Size(100_000, 100_000));"),
            "'giant-size' failed in onInit",
            "epoch 1 is 100000 x 100000"),
        Misdeed.of(
            "means-of-two",
            "InitHook",
            onInit("n.normalization(List.of(1.0, 2.0), List.of(1.0, 1.0));"),
            "'means-of-two' failed in onInit",
            "Images have 1 channels"),
        Misdeed.of(
            "precision-of-null",
            "InitHook",
            onInit("n.precision(null);"),
            "'precision-of-null' failed in onInit",
            "NetworkDraft.precision() was given null"),
        Misdeed.of(
            "initializer-of-null",
            "InitHook",
            onInit("n.initialize(n.nodes().get(0).parameters().get(0), null);"),
            "'initializer-of-null' failed in onInit",
            "NetworkDraft.initialize() was given null"),
        Misdeed.of(
            "receipt-of-null",
            "InitHook",
            onInit("n.receipt(null);"),
            "'receipt-of-null' failed in onInit",
            "NetworkDraft.receipt() was given null"),
        Misdeed.of(
            "removes-the-head",
            "InitHook",
            onInit("List<Node> all = n.nodes(); n.remove(all.get(all.size() - 1));"),
            "[plugin/network] 'removes-the-head' left a network that does not fit: the last layer gives "),
        Misdeed.of(
            "clears-the-nodes",
            "InitHook",
            onInit("n.nodes().clear();"),
            "'clears-the-nodes' failed in onInit: java.lang.UnsupportedOperationException"),
        Misdeed.of(
            "interrupts-in-on-init",
            "InitHook",
            onInit("Thread.currentThread().interrupt();"),
            "'interrupts-in-on-init' failed in onInit",
            "it interrupted the thread"),
        Misdeed.of(
            "keeps-its-draft",
            "InitHook, ParamGroupsHook",
            "private NetworkDraft kept; public void onInit(NetworkDraft n) { kept = n;"
                + " n.initialize(n.nodes().get(0).parameters().get(0), new Constant(1));"
                + " n.receipt(new Effect(1, 1, \"weights\")); } public void"
                + " onParamGroups(ParamGroups g) { kept.precision(Precision.FLOAT); }",
            "'keeps-its-draft'",
            "NetworkDraft.precision() was called after the hook had returned"),
        Misdeed.of(
            "schedule-of-nan",
            "ParamGroupsHook",
            "public void onParamGroups(ParamGroups g) { g.learningRate().follow(t -> t.step() < 2 ?"
                + " 1 : Double.NaN); g.receipt(new Effect(1, 1, \"schedules\")); }",
            "[recipe/schedule] The learning rate of step 3 is NaN by the schedule of"
                + " 'schedule-of-nan'"),
        Misdeed.of(
            "schedule-of-error",
            "ParamGroupsHook",
            "public void onParamGroups(ParamGroups g) { g.learningRate().follow(t -> { throw new"
                + " AssertionError(\"no\"); }); g.receipt(new Effect(1, 1, \"schedules\")); }",
            "'schedule-of-error' failed in the schedule of onParamGroups at step 1:"
                + " java.lang.AssertionError: no"),
        Misdeed.of(
            "negative-factor",
            "ParamGroupsHook",
            "public void onParamGroups(ParamGroups g) { g.multiplyLearningRate(p -> true, -1); }",
            "'negative-factor' failed in onParamGroups: java.lang.IllegalArgumentException"));
  }

  @BeforeAll
  static void pack() throws IOException {
    PluginJar bad = new PluginJar(root.resolve("bad"));
    for (Misdeed misdeed : misdeeds().toList()) {
      bad.provider(misdeed.className(), misdeed.source());
    }
    bad.provider("NoCheck", provider("no-check", "throw new AssertionError(\"no\")"));
    bad.provider(
        "NoBuild",
        Misdeed.of("no-build", "StepHook", onStep())
            .source()
            .replace("this.state = state;", "throw new AssertionError(\"no\");"));
    bad.provider(
        "NoConfig",
        Misdeed.of("no-config", "StepHook", onStep())
            .source()
            .replace(
                "record Config() {}",
                "record Config(int a) { public Config { if (a == 2) throw new"
                    + " AssertionError(\"no\"); } }")
            .replace("new Config()", "new Config(1)"));
    bad.pack(root.resolve("plugins/bad.jar"));

    PluginJar broken = new PluginJar(root.resolve("broken"));
    Misdeed good = Misdeed.of("good", "StepHook", onStep());
    broken.provider("Good", good.source());
    broken.provider(
        "DefaultsError",
        variant("DefaultsError", "return new Config();", "throw new Error(\"no\");"));
    broken.provider(
        "DefaultsRecurse",
        variant("DefaultsRecurse", "return new Config();", "return defaults();"));
    broken.provider(
        "DefaultsNull", variant("DefaultsNull", "return new Config();", "return null;"));
    broken.provider(
        "TrickError",
        variant(
            "TrickError",
            "return Hook.class;",
            "throw new OutOfMemoryError(\"Java heap space\");"));
    broken.provider(
        "StaticError",
        variant(
            "StaticError",
            "public record Config()",
            "static int x = Integer.parseInt(\"x\"); public record Config()"));
    broken.provider(
        "ConstructorError",
        variant(
            "ConstructorError",
            "public record Config()",
            "public ConstructorError() { throw new AssertionError(\"no\"); } public record"
                + " Config()"));
    broken.provider("Hidden", variant("Hidden", "public class Hidden", "class Hidden"));
    broken.provider("Twice", variant("Twice", "id = \"twice\"", "id = \"same\""));
    broken.provider("Again", variant("Again", "id = \"again\"", "id = \"same\""));
    broken.pack(root.resolve("others/broken.jar"));
    recipe = TinyRecipe.write(root);
  }

  @ParameterizedTest
  @MethodSource("misdeeds")
  void isNamedWhenARecipeIsPlanned(Misdeed misdeed) {
    for (String command : List.of("lint", "explain", "train")) {
      Answer answer = tricks(command, "tricks=[{\"trick\": \"%s\"}]".formatted(misdeed.id()));
      assertThat(answer.out() + answer.err()).containsSubsequence(misdeed.said());
      assertThat(answer.out() + answer.err()).doesNotContain("defect", "\tat ");
      assertThat(answer.code()).isIn(1, 2);
    }
  }

  @Test
  void isNamedWhenItIsBuilt() {
    assertThat(tricks("lint", "tricks=[{\"trick\": \"no-check\"}]").out())
        .contains("'no-check' failed in check: java.lang.AssertionError: no");
    assertThat(tricks("lint", "tricks=[{\"trick\": \"no-build\"}]").out())
        .contains("'no-build' (plug.NoBuild$Hook) cannot be built: java.lang.AssertionError: no");
    assertThat(tricks("lint", "tricks=[{\"trick\": \"no-config\", \"a\": 2}]").out())
        .contains("tricks[0]", "Config cannot take these values: java.lang.AssertionError: no");
  }

  @Test
  void isNamedAndSkippedWhenItIsLookedFor() {
    Answer answer = run("list", "--plugins", root.resolve("others").toString());
    assertThat(answer.code()).isZero();
    assertThat(answer.out()).contains("good").doesNotContain("same");
    assertThat(answer.err())
        .contains(
            "plug.DefaultsError (",
            "cannot be read: java.lang.Error: no. It is skipped.",
            "plug.DefaultsRecurse (",
            "java.lang.StackOverflowError",
            "plug.DefaultsNull (",
            "has no settings: defaults() returns null",
            "plug.TrickError (",
            "TRICKS_JAVA_OPTS=-Xmx8g",
            "plug.StaticError (",
            "its static initializer failed",
            "plug.ConstructorError (",
            "its constructor failed: java.lang.AssertionError: no",
            "plug.Hidden (",
            "[plugin/duplicate-id] Two tricks call themselves 'same'")
        .doesNotContain("\tat ", "defect");
  }

  @Test
  void aFailureBeforeARunGoesOnLeavesItsTraceInTheRun() throws IOException {
    Path run = root.resolve("interrupted");
    Path marker = root.resolve("marker");
    PluginJar jar = new PluginJar(root.resolve("late"));
    jar.provider(
        "FailsLater",
        Misdeed.of(
                "fails-later",
                "InitHook, StepHook",
                onInit(
                            "if (java.nio.file.Files.exists(java.nio.file.Path.of(\"%s\"))) throw new"
                                + " Error(\"no\");")
                        .formatted(marker)
                    + " public void onStep(Step s) { if (s.moment().step() == 1) throw new"
                    + " Error(\"no\"); }")
            .source());
    jar.pack(root.resolve("late-plugins/late.jar"));
    List<String> train =
        List.of(
            "train",
            recipe.toString(),
            "--plugins",
            root.resolve("late-plugins").toString(),
            "--auto-resume",
            "--output",
            run.toString(),
            "--set",
            "tricks=[{\"trick\": \"fails-later\", \"mayHaveNoEffect\": true}]");
    assertThat(run(train.toArray(String[]::new)).err()).contains("failed in onStep");
    Path trace = run.resolve("failure.txt");
    Files.createFile(marker);

    for (List<String> again :
        List.of(train, List.of("train", "--resume", run.toString(), "--plugins", train.get(3)))) {
      Files.delete(trace);
      assertThat(run(again.toArray(String[]::new)).err())
          .containsSubsequence("'fails-later' failed in onInit", "The stack trace is in " + trace);
      assertThat(trace).content().contains("plug.FailsLater$Hook.onInit");
    }
  }

  private static String onInit(String code) {
    return "public void onInit(NetworkDraft n) { "
        + code
        + " n.receipt(new Effect(1, 1, \"things\")); }";
  }

  private static String onStep() {
    return "public void onStep(Step s) { s.scaleGradients(1); }";
  }

  private static String variant(String name, String from, String to) {
    String id = name.replaceAll("(?<=.)([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    String source = Misdeed.of(id, "StepHook", onStep()).source();
    assertThat(source).contains(from);
    return source.replace(from, to);
  }

  private static String provider(String id, String inCheck) {
    return Misdeed.of(id, "StepHook", onStep())
        .source()
        .replace(
            "public Class<? extends Trick> trick()",
            "public void check(Config c, RunFacts f, Problems p) { %s; } public Class<? extends Trick> trick()"
                .formatted(inCheck));
  }

  private static Answer tricks(String command, String tricks) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                command,
                recipe.toString(),
                "--plugins",
                root.resolve("plugins").toString(),
                "--set",
                tricks));
    if (command.equals("train")) {
      arguments.addAll(List.of("--output", root.resolve("never").toString()));
    }
    return run(arguments.toArray(String[]::new));
  }

  private static Answer run(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code = Main.run(new PrintWriter(out), new PrintWriter(err), arguments);
    return new Answer(code, out.toString(), err.toString());
  }
}
