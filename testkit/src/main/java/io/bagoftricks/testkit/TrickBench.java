package io.bagoftricks.testkit;

import io.bagoftricks.api.RunFacts;
import io.bagoftricks.api.TrickProvider;
import io.bagoftricks.api.model.Model;
import io.bagoftricks.api.network.Shape;
import io.bagoftricks.engine.Recipes;
import io.bagoftricks.engine.internal.storage.StrictJson;
import io.bagoftricks.engine.internal.train.TrickCalls;
import io.bagoftricks.engine.plan.RunPlan;
import io.bagoftricks.engine.plan.RunPlanner;
import io.bagoftricks.engine.plan.TeacherFinder;
import io.bagoftricks.engine.plugin.Plugins;
import io.bagoftricks.engine.plugin.TrickRegistry;
import io.bagoftricks.engine.problem.Problem;
import io.bagoftricks.engine.problem.ProblemException;
import io.bagoftricks.engine.recipe.Recipe;
import io.bagoftricks.engine.recipe.RecipeReader;
import io.bagoftricks.engine.recipe.RecipeTypes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * One trick in a small run, whose hooks a test calls one at a time. The recipe is read, planned and
 * watched by the engine, in strict mode: a test meets the same contexts, the same state and the
 * same errors as a run does.
 *
 * <pre>{@code
 * TrickBench bench = TrickBench.of(new MyProvider()).with("alpha", 0.4);
 * bench.network();                                     // setup: layers, groups, schedules
 * try (TrickRun run = bench.start()) {                 // hooks of a run
 *   run.onBatch(inputs, targets);
 * }
 * }</pre>
 *
 * <p>By default: 16 gray images of 8x8 in 4 classes, batches of 8, 10 epochs, a residual network of
 * 8 layers and 4 channels ({@code cifar-resnet}), {@code sgd} with the rate 0.1, momentum 0.9 and
 * weight decay 1e-4, seed 1, 32 bits. A bench is a value: each method returns another.
 */
public final class TrickBench {
  private static final String SOURCE = "bench.json";

  private final TrickProvider<?> provider;
  private final List<String> overrides;
  private final Map<String, String> settings;
  private final boolean in64Bits;
  private final Model given;
  private final Optional<UnaryOperator<INDArray>> teacher;

  private TrickBench(
      TrickProvider<?> provider,
      List<String> overrides,
      Map<String, String> settings,
      boolean in64Bits,
      Model given,
      Optional<UnaryOperator<INDArray>> teacher) {
    this.provider = provider;
    this.overrides = List.copyOf(overrides);
    this.settings = new LinkedHashMap<>(settings);
    this.in64Bits = in64Bits;
    this.given = given;
    this.teacher = teacher;
  }

  /**
   * A bench of a trick with its default settings.
   *
   * @param provider of the trick
   * @return the bench
   */
  public static TrickBench of(TrickProvider<?> provider) {
    return new TrickBench(
        provider, List.of(), Map.of(), false, PlainNetwork.defaults(), Optional.empty());
  }

  /**
   * The same with a setting of the trick, as in a recipe.
   *
   * @param setting its key
   * @param value a number, a truth value, or a text; times and constants are texts: {@code "5ep"}
   * @return the changed bench
   */
  public TrickBench with(String setting, Object value) {
    boolean bare = value instanceof Number || value instanceof Boolean;
    return withJson(setting, bare ? value.toString() : StrictJson.quoted(value.toString()));
  }

  /**
   * The same with a setting of the trick, or a key of the engine such as {@code from}, as JSON.
   *
   * @param setting its key
   * @param json its value
   * @return the changed bench
   */
  public TrickBench withJson(String setting, String json) {
    Map<String, String> changed = new LinkedHashMap<>(settings);
    changed.put(setting, json);
    return new TrickBench(provider, overrides, changed, in64Bits, given, teacher);
  }

  /**
   * The same with a value of the recipe changed, as {@code --set} does: {@code
   * "optimizer.learningRate=0.4"}, {@code "model={\"type\": \"resnet\", \"depth\": 18}"}.
   *
   * @param override key and value
   * @return the changed bench
   */
  public TrickBench set(String override) {
    List<String> changed = new ArrayList<>(overrides);
    changed.add(override);
    return new TrickBench(provider, changed, settings, in64Bits, given, teacher);
  }

  /**
   * The same on images of another shape.
   *
   * @param shape channels, height and width
   * @return the changed bench
   */
  public TrickBench images(Shape shape) {
    return set("data.channels=" + shape.channels())
        .set("data.height=" + shape.height())
        .set("data.width=" + shape.width());
  }

  /**
   * The same with another number of classes.
   *
   * @param classes at least 2
   * @return the changed bench
   */
  public TrickBench classes(int classes) {
    return set("data.classes=" + classes);
  }

  /**
   * The same with this many images to train on, in batches of that many.
   *
   * @param train the number of images to train on
   * @param batchSize the number of images of one step
   * @return the changed bench
   */
  public TrickBench examples(int train, int batchSize) {
    return set("data.train=" + train).set("training.batchSize=" + batchSize);
  }

  /**
   * The same with another length.
   *
   * @param epochs passes over the images
   * @return the changed bench
   */
  public TrickBench epochs(int epochs) {
    return set("training.epochs=" + epochs);
  }

  /**
   * The same with another seed of all draws.
   *
   * @param seed of all draws
   * @return the changed bench
   */
  public TrickBench seed(long seed) {
    return set("training.seed=" + seed);
  }

  /**
   * The same on a network without batch norm, of two convolutions and a linear layer.
   *
   * @return the changed bench
   */
  public TrickBench withoutBatchNorm() {
    return model(PlainNetwork.defaults());
  }

  /**
   * The same on a network that the test builds.
   *
   * @param model is asked to build its network several times
   * @return the changed bench
   */
  public TrickBench model(Model model) {
    TrickBench changed = set("model={\"type\": \"testkit-model\"}");
    return new TrickBench(provider, changed.overrides, settings, in64Bits, model, teacher);
  }

  /**
   * The same in 64 bits, for values of many digits. Not with a trick that sets the precision.
   *
   * @return the changed bench
   */
  public TrickBench in64Bits() {
    return new TrickBench(provider, overrides, settings, true, given, teacher);
  }

  /**
   * The same with a teacher for all that the trick asks of {@code Teachers}, whatever their source.
   * Without it, sources are the runs and files that they name.
   *
   * @param logits from inputs [batch, channels, height, width], which it does not write, to logits
   *     [batch, classes] of their type
   * @return the changed bench
   */
  public TrickBench teacher(UnaryOperator<INDArray> logits) {
    return new TrickBench(provider, overrides, settings, in64Bits, given, Optional.of(logits));
  }

  /**
   * The plan of the run: the order of hooks, the network, groups and schedules.
   *
   * @return the plan
   * @throws ProblemException with every problem, as a user reads them
   */
  public RunPlan plan() {
    return plan(List.of(entry()));
  }

  /** The plan of the run with other entries of tricks, as JSON. */
  RunPlan plan(List<String> entries) {
    return new RunPlanner(registry(), teachers()).plan(recipe(entries));
  }

  /** {@return the facts that the trick is told} */
  public RunFacts facts() {
    return plan().facts();
  }

  /**
   * All that the trick says of these settings in this run: the provider's {@code check}, and the
   * {@code problems()} of its setup hooks where {@code check} has no error.
   *
   * @return errors and notes
   * @throws ProblemException if the settings cannot be read
   */
  public RecordedProblems check() {
    return RecordedProblems.of(found(recipe()), "tricks." + id());
  }

  private List<Problem> found(Recipe recipe) {
    try {
      return new RunPlanner(registry(), teachers()).plan(recipe).notes();
    } catch (ProblemException e) {
      return e.problems();
    }
  }

  /** {@return the network as the trick's {@code onInit} leaves it} */
  public NetworkAfter network() {
    return new NetworkAfter(plan());
  }

  /** {@return groups and schedules as the trick's {@code onParamGroups} leaves them} */
  public GroupsAfter groups() {
    return new GroupsAfter(plan());
  }

  /**
   * Begins a run whose hooks the test calls.
   *
   * @return the run, to be closed
   */
  public TrickRun start() {
    RunPlan plan = plan();
    return new TrickRun(plan, id(), Backends.REFERENCE, TrickCalls.of(plan, Backends.REFERENCE));
  }

  /** {@return the trick's id} */
  public String id() {
    return TrickRegistry.of(List.of(provider)).ids().first();
  }

  TrickProvider<?> provider() {
    return provider;
  }

  TrickRegistry registry() {
    return TrickRegistry.of(List.of(provider, new SixtyFourBits()));
  }

  private TeacherFinder teachers() {
    return teacher
        .<TeacherFinder>map(
            logits -> {
              GivenTeacher model = new GivenTeacher(logits, plainFacts());
              return source -> Optional.of(model);
            })
        .orElseGet(() -> Recipes.load().teachers());
  }

  /** The entry of the trick, with which it acts: the bench's settings, where it has some. */
  ActiveEntry active() {
    return settings.isEmpty() ? ActiveEntry.of(provider) : new ActiveEntry(id(), provider, entry());
  }

  /** The recipe. */
  Recipe recipe() {
    return recipe(List.of(entry()));
  }

  private Recipe recipe(List<String> tricks) {
    List<String> entries = new ArrayList<>(tricks);
    if (in64Bits) {
      entries.add("{\"trick\": \"" + SixtyFourBits.ID + "\"}");
    }
    String text =
        """
        {
          "name": "bench",
          "data": {"type": "testkit-images"},
          "model": {"type": "cifar-resnet", "depth": 8, "width": 4},
          "optimizer": {"type": "sgd"},
          "training": {"epochs": 10, "batchSize": 8, "seed": 1, "loaderThreads": 1, "strict": true},
          "tricks": [%s]
        }
        """
            .formatted(String.join(", ", entries));
    return new RecipeReader(types(given)).read(text, SOURCE, overrides, registry());
  }

  private String entry() {
    return Stream.concat(
            Stream.of("\"trick\": \"" + id() + "\""),
            settings.entrySet().stream()
                .map(setting -> "\"" + setting.getKey() + "\": " + setting.getValue()))
        .collect(Collectors.joining(", ", "{", "}"));
  }

  /** The facts of the run without the trick, which may refuse them. */
  private RunFacts plainFacts() {
    return new RunPlanner(registry()).plan(recipe(List.of())).facts();
  }

  /** The types that recipes of the kit can name, with a model of its own. */
  static RecipeTypes types(Model given) {
    RecipeTypes found = Plugins.load(TrickBench.class.getClassLoader()).types();
    return found
        .withData(new BenchType<>("testkit-images", BenchImages.defaults()))
        .withModel(new GivenModel(given));
  }
}
