package io.bagoftricks.product.plugins;

import static org.assertj.core.api.Assertions.assertThat;

import io.bagoftricks.api.data.DataSourceProvider;
import io.bagoftricks.api.model.ModelProvider;
import io.bagoftricks.api.optimizer.OptimizerProvider;
import io.bagoftricks.engine.toys.TinyRuns;
import io.bagoftricks.product.CommandLineRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Models, optimizers and sources of data that do wrong, as real jars on the command line: each is
 * named, and the others work.
 */
final class OpenListsTest {
  private static final String MODEL = "model={\"type\":\"mine\"}";
  private static final String OPTIMIZER = "optimizer={\"type\":\"mine\"}";
  private static final String DATA = "data={\"type\":\"mine\"}";

  private static final String GOOD_BUILD =
      """
      String pooled = network.add("pool", new GlobalAvgPool(), Network.INPUT);
      network.add("fc", Linear.of(network.classes()), pooled);
      """;
  private static final String GOOD_FACTS = "return new DataFacts(2, 32, 8, new Shape(1, 4, 4));";
  private static final String GOOD_OPEN =
      """
      return new Dataset() {
        public int size() { return split == Split.TRAIN ? 32 : 8; }
        public int label(int index) { return index % 2; }
        public Image read(int index) { return new Image(Size.of(4), new float[1][16]); }
      };
      """;

  @TempDir private Path root;
  private Path recipe;
  private int jars;

  @BeforeEach
  void writeARecipe() throws IOException {
    recipe = TinyRecipe.write(root);
  }

  @Test
  void goodOnesTrain() throws IOException {
    model(GOOD_BUILD);
    optimizer("", "return new UpdateRule.Sgd();");
    data(GOOD_FACTS, GOOD_OPEN);

    CommandLineRun answer =
        tricks(
            "train",
            "--backend",
            TinyRuns.BACKEND_ID,
            "--output",
            root.resolve("run").toString(),
            "--set",
            MODEL,
            "--set",
            OPTIMIZER,
            "--set",
            DATA);

    assertThat(answer.code()).describedAs(answer.err()).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "throw new IllegalStateException(\"no\"); | [plugin/failed] model 'mine' failed in build: java.lang.IllegalStateException: no",
        "throw new StackOverflowError(); | [plugin/failed] model 'mine' failed in build: java.lang.StackOverflowError",
        "Thread.currentThread().interrupt(); | [plugin/interrupt] model 'mine' in build: it interrupted the thread",
        "throw new IllegalArgumentException(\"images are too small\"); | [recipe/network] model.type 'mine' gives no network for images of 1x8x8 and 10 classes: images are too small.",
        "; | [recipe/network] model.type 'mine' gives no network for images of 1x8x8 and 10 classes: The network has no layer.",
        "network.add(\"fc\", Linear.of(3), network.add(\"pool\", new GlobalAvgPool(), Network.INPUT)); | The last layer, fc, gives 3x1x1 values for 10 classes.",
        "network.add(\"left\", new Relu(), Network.INPUT); network.add(\"fc\", Linear.of(10), network.add(\"pool\", new GlobalAvgPool(), Network.INPUT)); | Nothing reads [left], so the layers lead nowhere",
        "network.add(\"a b\", new Relu(), Network.INPUT); | 'a b' is not a name of a layer: words of letters",
        "network.add(\"a\", new Relu(), Network.INPUT); network.add(\"a\", new Relu(), \"a\"); | The network has a layer 'a' already.",
        "network.add(\"a\", new Relu(), \"b\"); | a reads 'b', which no earlier layer is called.",
        "network.add(\"a\", new Add(), Network.INPUT); | a: Add[] takes 2 inputs, not 1.",
        "network.add(\"a\", new MaxPool2d(Size.of(11), Size.of(1), Size.of(0)), Network.INPUT); | a: An input of 8 is smaller than the window of 11.",
        "network.add(null, new Relu(), Network.INPUT); | NetworkBuilder.add() was given null",
        "network.markStem(\"a\"); | The stem reads 'a', which no earlier layer is called.",
        "network.add(\"a\", new Relu(), Network.INPUT); network.markBlock(\"b\", Network.INPUT, \"a\"); | Block b ends in 'a', which is not an Add of this network.",
        "network.add(\"a\", new Relu(), Network.INPUT); network.add(\"s\", new Add(), \"a\", Network.INPUT); network.markBlock(\"b\", \"a\", \"s\"); | Block b: what leads to 's' through 'input' does not begin at 'a' alone.",
        "NetworkBuilder it = network; Thread t = new Thread(() -> it.classes()); t.setUncaughtExceptionHandler((x, e) -> {}); t.start(); try { t.join(); } catch (InterruptedException e) { throw new IllegalStateException(e); } | [plugin/context-misused] model 'mine' in build: it used NetworkBuilder.classes() in the thread"
      })
  void aModelThatDoesWrongIsNamed(String body, String told) throws IOException {
    model(body);

    assertTold(tricks("lint", "--set", MODEL), told);
    assertTold(
        tricks("train", "--output", root.resolve("run").toString(), "--set", MODEL),
        told.replace("[plugin/failed] ", ""));
    assertThat(root.resolve("run")).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "throw new IllegalStateException(\"no\"); | X | data source 'mine' failed in facts: java.lang.IllegalStateException: no",
        "return null; | X | [plugin/null] data source 'mine' in facts: it returned null",
        "throw new IOException(\"the index is cut off\"); | X | [data/unreadable] the index is cut off",
        "return new DataFacts(2, 33, 8, new Shape(1, 4, 4)); | X | [plugin/wrong-data] data source 'mine' in open at train: it opened 32 images, but facts() says 33.",
        "X | return null; | [plugin/null] data source 'mine' in open at train: it returned null",
        "X | throw new IOException(\"mount the disk\"); | mount the disk",
        "X | throw new IllegalArgumentException(\"no\"); | data source 'mine' failed in open at train: java.lang.IllegalArgumentException: no",
        "X | { } int label(int index) { return 2; } | [plugin/wrong-data] data source 'mine' in label at image 0: it gave the label 2, but there are 2 classes, from 0.",
        "X | { } Image read(int index) { return null; } | [plugin/null] data source 'mine' in read at image",
        "X | { } Image read(int index) { throw new IllegalStateException(\"no\"); } | data source 'mine' failed in read at image",
        "X | { } Image read(int index) throws IOException { throw new IOException(\"cut off\"); } | cut off",
        "X | { } Image read(int index) { return new Image(Size.of(4), new float[2][16]); } | it gave an image of 2 channels, but the network receives 1; only gray images (1) are widened.",
        "X | { } Image read(int index) { return new Image(Size.of(4), new float[1][15]); } | it gave an image of 4x4 pixels with a plane of 15 values.",
        "X | { } Image read(int index) { return new Image(Size.of(1), new float[][] {{Float.NaN}}); } | it gave an image with pixels that are not finite.",
        "X | { } Image read(int index) { return new Image(Size.of(1), new float[][] {{Float.POSITIVE_INFINITY}}); } | it gave an image with pixels that are not finite."
      })
  void aDataSourceThatDoesWrongIsNamed(String facts, String open, String told) throws IOException {
    model(GOOD_BUILD);
    data(facts.equals("X") ? GOOD_FACTS : facts, opened(open));

    CommandLineRun answer =
        tricks(
            "train",
            "--backend",
            TinyRuns.BACKEND_ID,
            "--output",
            root.resolve("run").toString(),
            "--set",
            MODEL,
            "--set",
            DATA);

    assertTold(answer, told);
  }

  /** {@code X} opens what is good; a method behind braces stands in place of the good one. */
  private static String opened(String open) {
    if (open.equals("X")) {
      return GOOD_OPEN;
    }
    if (!open.startsWith("{ }")) {
      return open;
    }
    String method = open.substring(4);
    String name = method.contains(" read(") ? "read" : "label";
    return Arrays.stream(GOOD_OPEN.split("\n", -1))
        .map(line -> line.contains(" " + name + "(") ? "public " + method : line)
        .reduce("", (all, line) -> all + line + "\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "return null; | [plugin/null] optimizer 'mine' in rule: it returned null, which is not a formula.",
        "throw new IllegalStateException(\"no\"); | optimizer 'mine' failed in its numbers: java.lang.IllegalStateException: no",
        "return formula(-1, u -> {}); | [plugin/wrong-memories] optimizer 'mine' in stateArrays: it wants -1 arrays of optimizer state per parameter; it may have 0 to 16.",
        "return formula(0, u -> { throw new IllegalStateException(\"no\"); }); | optimizer 'mine' failed in update at update 1 of fc.weight: java.lang.IllegalStateException: no",
        "return formula(1, u -> u.state(1)); | optimizer 'mine' failed in update at update 1 of fc.weight: java.lang.IllegalArgumentException: There is no state array 1: the formula says stateArrays() = 1",
        "return formula(0, u -> u.weight().assign(Double.POSITIVE_INFINITY)); | optimizer 'mine' made weights that are not finite"
      })
  void anOptimizerThatDoesWrongIsNamed(String rule, String told) throws IOException {
    model(GOOD_BUILD);
    optimizer(
        """
        static UpdateRule formula(int arrays, java.util.function.Consumer<ParameterUpdate> it) {
          return new CustomRule() {
            public int stateArrays() { return arrays; }
            public void update(ParameterUpdate update) { it.accept(update); }
          };
        }
        """,
        rule);

    assertTold(
        tricks(
            "train",
            "--backend",
            TinyRuns.BACKEND_ID,
            "--output",
            root.resolve("run").toString(),
            "--set",
            MODEL,
            "--set",
            OPTIMIZER),
        told);
  }

  /** Values that a formula keeps in a field would be lost when the run is resumed. */
  @Test
  void aFormulaWithStateIsNamedBeforeAStrictRun() throws IOException {
    model(GOOD_BUILD);
    optimizer(
        """
        static final class Counting implements CustomRule {
          private int calls;
          public int stateArrays() { return 0; }
          public void update(ParameterUpdate update) { update.weight().subi(0.001 * calls++); }
        }
        """,
        "return new Counting();");

    assertTold(
        tricks(
            "train",
            "--backend",
            TinyRuns.BACKEND_ID,
            "--output",
            root.resolve("run").toString(),
            "--set",
            MODEL,
            "--set",
            OPTIMIZER,
            "--set",
            "training.strict=true"),
        "[plugin/not-repeatable] 'mine' in update at epoch 2, step 5: it did something else when"
            + " the run was resumed before.");
  }

  @Test
  void whatMakeRefusesIsAValueOutOfRange() throws IOException {
    optimizer("", "return new UpdateRule.Sgd();");

    assertThat(tricks("lint", "--set", "optimizer={\"type\":\"mine\",\"learningRate\":-1}").out())
        .contains(
            "[recipe/value-out-of-range] optimizer.learningRate is -1.0, but must be positive and"
                + " finite.");
  }

  @Test
  void brokenProvidersAreNamedAndSkipped() throws IOException {
    String card = "@TypeCard(id = \"%s\", summary = \"Mine.\")\n";
    jar()
        .provider(
            ModelProvider.class,
            "Hidden",
            card.formatted("hidden") + modelSource("Hidden", GOOD_BUILD, "private Hidden() {}"))
        .provider(ModelProvider.class, "Nameless", modelSource("Nameless", GOOD_BUILD, ""))
        .provider(
            ModelProvider.class,
            "Capitals",
            card.formatted("Capitals") + modelSource("Capitals", GOOD_BUILD, ""))
        .provider(
            ModelProvider.class,
            "Frozen",
            card.formatted("frozen")
                + modelSource("Frozen", GOOD_BUILD, "")
                    .replace("Config(double size)", "Config(double freeze)"))
        .provider(
            ModelProvider.class,
            "Demanding",
            card.formatted("demanding").replace("Mine.\"", "Mine.\", required = \"root\"")
                + modelSource("Demanding", GOOD_BUILD, ""))
        .provider(OptimizerProvider.class, "Other", "public class Other {}")
        .provider(
            ModelProvider.class,
            "Sound",
            card.formatted("sound") + modelSource("Sound", GOOD_BUILD, ""))
        .pack(plugins().resolve("bad.jar"));

    CommandLineRun list = CommandLineRun.of("list", "--plugins", plugins().toString());

    assertThat(list.code()).isZero();
    assertThat(list.err().lines())
        .containsExactlyInAnyOrder(
            skipped("Hidden", "a model", "has no public no-argument constructor"),
            skipped("Nameless", "a model", "has no @TypeCard"),
            skipped(
                "Capitals",
                "a model",
                "calls its model 'Capitals', which is not kebab-case such as 'my-model'"),
            skipped(
                "Frozen",
                "a model",
                "has a setting 'freeze', but the keys [type, weights, freeze, freezeStatistics]"
                    + " belong to the engine"),
            skipped("Demanding", "a model", "requires the settings [root], but has [size]"),
            skipped("Other", "an optimizer", "does not implement OptimizerProvider"));
    assertThat(list.out()).containsPattern("(?m)^  sound  +Mine\\.$");
  }

  private String skipped(String provider, String kind, String why) {
    return "[plugin/cannot-load] plug.%s (%s/bad.jar) is listed as %s but %s. It is skipped."
        .formatted(provider, plugins(), kind, why);
  }

  /** One that takes the id of one of ours takes it away: neither the first nor the last wins. */
  @Test
  void anIdThatIsTakenIsRefused() throws IOException {
    jar()
        .provider(
            OptimizerProvider.class,
            "Mine",
            optimizerSource("sgd", "", "return new UpdateRule.Sgd();"))
        .pack(plugins().resolve("sgd.jar"));

    CommandLineRun lint = tricks("lint", "--set", "optimizer.type=sgd");

    assertThat(lint.code()).isEqualTo(2);
    assertThat(lint.out())
        .contains("[plugin/duplicate-id] Two optimizers call themselves 'sgd': io.bagoftricks.")
        .contains("plug.Mine (%s/sgd.jar). None is used; remove all but one.".formatted(plugins()))
        .contains("[recipe/unknown-type] optimizer.type is \"sgd\", which is not known.");
  }

  /** Kinds do not share their ids. */
  @Test
  void aModelAndAnOptimizerMayShareAnId() throws IOException {
    model(GOOD_BUILD);
    optimizer("", "return new UpdateRule.Sgd();");

    CommandLineRun both = CommandLineRun.of("list", "mine", "--plugins", plugins().toString());

    assertThat(both.code()).isZero();
    assertThat(both.err()).isEmpty();
    assertThat(both.out().lines().filter("# mine"::equals)).hasSize(2);
  }

  @Test
  void settingsThatNoRecipeHoldsAreRefused() throws IOException {
    jar()
        .provider(
            ModelProvider.class,
            "Mine",
            "@TypeCard(id = \"mine\", summary = \"Mine.\")\n"
                + modelSource("Mine", GOOD_BUILD, "")
                    .replace("Config(double size)", "Config(float size)"))
        .pack(plugins().resolve("odd.jar"));

    assertThat(tricks("lint", "--set", MODEL).out())
        .contains(
            "[recipe/unknown-type] model.type is \"mine\", which is not known. It was skipped:"
                + " plug.Mine (",
            "odd.jar) is listed as a model but has settings that no recipe can hold:"
                + " plug.Mine$Config.size: a setting cannot be of type float; it can be an int, ");
    CommandLineRun schema = CommandLineRun.of("schema", "--plugins", plugins().toString());
    assertThat(schema.code()).isZero();
    assertThat(schema.out()).contains("model-resnet").doesNotContain("model-mine");
  }

  /** Of a run that has not ended: whoever evaluates, exports or learns from it is told how. */
  @Test
  void theCommandThatGoesOnNamesThePlugins() throws IOException {
    model(GOOD_BUILD);
    String run = root.resolve("run").toString();
    assertThat(
            tricks("train", "--backend", TinyRuns.BACKEND_ID, "--output", run, "--set", MODEL)
                .code())
        .isZero();
    Files.delete(root.resolve("run/result.json"));
    Files.delete(root.resolve("run/weights.safetensors"));
    String told = "tricks train --resume %s --plugins %s\n".formatted(run, plugins());

    assertTold(CommandLineRun.of("eval", run, "--plugins", plugins().toString()), told);
    assertTold(
        CommandLineRun.of(
            "export", run, "--format", "safetensors", "--plugins", plugins().toString()),
        told);
    assertTold(
        tricks(
            "lint",
            "--set",
            "tricks=[{\"trick\": \"distillation\", \"teacher\": \"" + run + "\"}]"),
        told);
  }

  /** A plugin is all of its jars: the library may decide what the model is. */
  @Test
  void aChangedLibraryOfAPluginIsTold() throws IOException {
    jar()
        .provider(
            ModelProvider.class,
            "Mine",
            "@TypeCard(id = \"mine\", summary = \"Mine.\")\n" + modelSource("Mine", GOOD_BUILD, ""))
        .pack(plugins().resolve("mine/model.jar"));
    Path library = Files.write(plugins().resolve("mine/library.jar"), emptyZip(0));
    String run = root.resolve("run").toString();
    assertThat(
            tricks("train", "--backend", TinyRuns.BACKEND_ID, "--output", run, "--set", MODEL)
                .code())
        .isZero();
    Files.delete(root.resolve("run/result.json"));
    String[] resume = {"train", "--resume", run, "--plugins", plugins().toString()};
    assertThat(CommandLineRun.of(resume).err()).doesNotContain("was changed");
    Files.delete(root.resolve("run/result.json"));
    Files.write(library, emptyZip(1));

    assertThat(CommandLineRun.of(resume).err())
        .contains("library.jar, which has mine, was changed");
  }

  /** The end of a zip file, which is all that one without files has, and a comment. */
  private static byte[] emptyZip(int comment) {
    byte[] zip = Arrays.copyOf(new byte[] {'P', 'K', 5, 6}, 22 + comment);
    zip[20] = (byte) comment;
    return zip;
  }

  private void assertTold(CommandLineRun answer, String told) {
    assertThat(answer.code()).describedAs(answer.err() + answer.out()).isNotZero();
    assertThat(answer.err() + answer.out()).contains(told).doesNotContain("defect of the program");
  }

  private Path plugins() {
    return root.resolve("plugins");
  }

  private CommandLineRun tricks(String command, String... arguments) {
    List<String> all = new ArrayList<>(List.of(command, recipe.toString()));
    all.addAll(List.of("--plugins", plugins().toString()));
    all.addAll(List.of(arguments));
    return CommandLineRun.of(all.toArray(String[]::new));
  }

  private PluginJar jar() throws IOException {
    return new PluginJar(root.resolve("scratch" + jars++));
  }

  private void model(String build) throws IOException {
    jar()
        .provider(
            ModelProvider.class,
            "Mine",
            "@TypeCard(id = \"mine\", summary = \"Mine.\")\n" + modelSource("Mine", build, ""))
        .pack(plugins().resolve("model.jar"));
  }

  private static String modelSource(String name, String build, String member) {
    return """
        public class %1$s implements ModelProvider<%1$s.Config> {
          public record Config(double size) {}
          %3$s
          public Config defaults() { return new Config(1); }
          public Model make(Config config) { return network -> { %2$s }; }
        }
        """
        .formatted(name, build, member);
  }

  private void optimizer(String members, String rule) throws IOException {
    jar()
        .provider(OptimizerProvider.class, "Mine", optimizerSource("mine", members, rule))
        .pack(plugins().resolve("optimizer.jar"));
  }

  private static String optimizerSource(String id, String members, String rule) {
    return """
        @TypeCard(id = "%s", summary = "Mine.")
        public class Mine implements OptimizerProvider<Mine.Config> {
          public record Config(double learningRate) {}
          public Config defaults() { return new Config(0.1); }
          %s
          public Optimizer make(Config config) {
            return new Optimizer() {
              public double learningRate() { return config.learningRate(); }
              public double weightDecay() { return 0; }
              public UpdateRule rule() { %s }
            };
          }
        }
        """
        .formatted(id, members, rule);
  }

  private void data(String facts, String open) throws IOException {
    jar()
        .provider(
            DataSourceProvider.class,
            "Mine",
            """
            @TypeCard(id = "mine", summary = "Mine.")
            public class Mine implements DataSourceProvider<Mine.Config> {
              public record Config(int size) {}
              public Config defaults() { return new Config(1); }
              public DataSource make(Config config) {
                return new DataSource() {
                  public DataFacts facts() throws java.io.IOException { %s }
                  public Dataset open(Split split) throws java.io.IOException { %s }
                };
              }
            }
            """
                .formatted(facts, open)
                .replace(" IOException", " java.io.IOException")
                .replace("java.io.java.io.", "java.io."))
        .pack(plugins().resolve("data.jar"));
  }
}
