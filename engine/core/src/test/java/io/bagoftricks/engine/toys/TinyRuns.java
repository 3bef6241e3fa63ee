package io.bagoftricks.engine.toys;

import io.bagoftricks.api.TrickProvider;
import io.bagoftricks.backends.spi.Backend;
import io.bagoftricks.backends.spi.BackendUnavailableException;
import io.bagoftricks.engine.backend.BackendRegistry;
import io.bagoftricks.engine.internal.train.TrainingRun;
import io.bagoftricks.engine.plan.RunPlan;
import io.bagoftricks.engine.plan.RunPlanner;
import io.bagoftricks.engine.plugin.Plugins;
import io.bagoftricks.engine.plugin.TrickRegistry;
import io.bagoftricks.engine.recipe.Recipe;
import io.bagoftricks.engine.recipe.RecipeReader;
import io.bagoftricks.engine.recipe.RecipeTypes;
import io.bagoftricks.engine.recipe.TrainingConfig;
import io.bagoftricks.engine.recipe.TrickCatalog;
import io.bagoftricks.engine.recipe.TrickEntry;
import io.bagoftricks.engine.train.TrainingListener;
import io.bagoftricks.engine.train.TrainingResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.Collectors;

/** Runs of a second on synthetic images, with the tricks that are on the class path. */
public final class TinyRuns {
  /** The reference, or what the environment names, as a build does in more modules than one. */
  public static final String BACKEND_ID =
      Optional.ofNullable(System.getenv("TEST_BACKEND")).orElse("nd4j");

  /** Opened when a test asks for it: some only plan, where there is no backend. */
  private static final class Opened {
    static final Backend BACKEND = backend(BACKEND_ID);
  }

  private TinyRuns() {}

  /** How a run ended: its result and the bits of its weights. */
  public record Outcome(TrainingResult result, List<Float> weights) {}

  /** A backend; {@code tested} is that of {@link #backend()}. */
  public static Backend backend(String id) {
    if (id.equals("tested")) {
      return Opened.BACKEND;
    }
    try {
      return BackendRegistry.of(TinyRuns.class.getClassLoader())
          .open(Optional.of(id), message -> {});
    } catch (BackendUnavailableException e) {
      throw new IllegalStateException(e);
    }
  }

  public static Backend backend() {
    return Opened.BACKEND;
  }

  public static Plugins plugins() {
    return Plugins.load(TinyRuns.class.getClassLoader());
  }

  public static TrickRegistry tricks() {
    return plugins().tricks();
  }

  /** The tricks on the class path and these. */
  public static TrickRegistry tricksAnd(TrickProvider<?>... more) {
    List<TrickProvider<?>> all = new ArrayList<>(Arrays.asList(more));
    ServiceLoader.load(TrickProvider.class).forEach(all::add);
    return TrickRegistry.of(all);
  }

  /** The toys for runs, and these. */
  public static TrickRegistry toysAnd(TrickProvider<?>... more) {
    List<TrickProvider<?>> all = new ArrayList<>(RunToys.all());
    all.addAll(Arrays.asList(more));
    return TrickRegistry.of(all);
  }

  /**
   * A recipe of a small network, 64 training images in batches of 16, two epochs.
   *
   * @param tricks entries as in a recipe, {@code {"trick": "cosine"}}, or ids alone
   */
  public static Recipe recipe(TrickCatalog catalog, String... tricks) {
    String entries =
        Arrays.stream(tricks)
            .map(t -> t.startsWith("{") ? t : "{\"trick\": \"" + t + "\"}")
            .collect(Collectors.joining(", "));
    String text =
        """
        {
          "name": "tiny",
          "data": {"type": "synthetic"},
          "model": {"type": "cifar-resnet", "depth": 8, "width": 4},
          "optimizer": {"type": "nag"},
          "training": {"epochs": 2, "batchSize": 16, "seed": 7, "loaderThreads": 1},
          "tricks": [%s]
        }
        """
            .formatted(entries);
    return new RecipeReader(types()).read(text, "tiny.json", List.of(), catalog);
  }

  /** The types that recipes can name, synthetic images among them. */
  public static RecipeTypes types() {
    return plugins().types().withData(new ToyType<>("synthetic", new SyntheticImages(64, 20)));
  }

  public static Recipe with(Recipe recipe, List<TrickEntry> tricks) {
    return recipe.withTricks(tricks);
  }

  public static Recipe with(Recipe recipe, TrainingConfig training) {
    return recipe.withTraining(training);
  }

  public static Outcome train(TrickRegistry registry, Recipe recipe) {
    RunPlan plan = new RunPlanner(registry).plan(recipe);
    try (TrainingRun run = TrainingRun.of(plan, Opened.BACKEND)) {
      TrainingResult result = run.train(new TrainingListener() {});
      return new Outcome(result, weights(run));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static List<Float> weights(TrainingRun run) {
    List<Float> weights = new ArrayList<>();
    for (float value : run.weights().masters().dup().toFloatVector()) {
      weights.add(value);
    }
    return weights;
  }
}
