package io.bagoftricks.engine.ablate;

import io.bagoftricks.backends.spi.BackendUnavailableException;
import io.bagoftricks.engine.internal.run.RunFolder;
import io.bagoftricks.engine.internal.train.TrainingRun;
import io.bagoftricks.engine.plan.RunPlan;
import io.bagoftricks.engine.problem.Problem;
import io.bagoftricks.engine.problem.ProblemException;
import io.bagoftricks.engine.recipe.Recipe;
import io.bagoftricks.engine.recipe.TrickEntry;
import io.bagoftricks.engine.run.RunResult;
import io.bagoftricks.engine.storage.Disk;
import io.bagoftricks.engine.train.NoResultException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Trains variants of a recipe, each with the same seeds, and compares them. Draws are keyed by seed
 * and trick, so that variants of one seed see the same images in the same order from the same
 * initial weights: their difference is paired.
 *
 * @param recipe with all tricks
 * @param seeds how many, counted on from the recipe's
 * @param planner from a recipe to its plan
 * @param resolver from a recipe to its text with every default
 * @param backend the id of that on which the trainer trains
 * @param trainer trains a variant in a folder
 */
public record Ablation(
    Recipe recipe,
    List<Variant> variants,
    int seeds,
    Function<Recipe, RunPlan> planner,
    Function<Recipe, String> resolver,
    String backend,
    Trainer trainer) {
  /** Trains a recipe. */
  public interface Trainer {
    /**
     * Trains a recipe, or goes on with what was stopped.
     *
     * @param folder of the run; it is deleted once its numbers are kept
     * @throws NoResultException if training diverged or changed nothing
     * @throws BackendUnavailableException if the backend does not run here
     * @throws IOException if data cannot be read, or the run not be kept
     */
    RunResult train(Recipe recipe, Path folder) throws IOException, BackendUnavailableException;
  }

  /** Copies the list and checks that there is a seed. */
  public Ablation {
    variants = List.copyOf(variants);
    if (seeds < 1) {
      throw new IllegalArgumentException("An ablation has at least 1 seed, not " + seeds);
    }
  }

  /**
   * Trains what is not yet trained.
   *
   * @param folder of the ablation, with its finished runs; those of one that was stopped count
   * @param progress is told of each run
   * @throws ProblemException if a variant cannot run, with all reasons, or the folder has another
   *     ablation; nothing is trained then
   * @throws BackendUnavailableException if the backend does not run here
   * @throws IOException if data or finished runs cannot be read, or a run not be kept
   */
  public List<Row> run(Path folder, Consumer<String> progress)
      throws IOException, BackendUnavailableException {
    List<Origin> origins = origins();
    TrialFolder kept = new TrialFolder(folder);
    kept.begin(manifest(origins));
    List<List<Double>> accuracies = new ArrayList<>();
    List<MadeWith> made = new ArrayList<>();
    variants.forEach(variant -> accuracies.add(new ArrayList<>()));
    int done = 0;
    for (long seed : LongStream.range(0, seeds).map(i -> firstSeed() + i).toArray()) {
      for (int v = 0; v < variants.size(); v++) {
        Recipe variant = withSeed(variants.get(v).of(recipe), seed);
        Origin origin = origins.get(v).of(variant);
        Optional<Trial> found = kept.find(v, seed, origin);
        Trial trial =
            found.isPresent()
                ? found.get()
                : train(variant, origin, kept.running(v, seed), progress);
        if (found.isEmpty()) {
          kept.keep(v, seed, trial);
        }
        done++;
        accuracies.get(v).add(trial.accuracy());
        @Nullable MadeWith with = trial.made();
        if (with != null) {
          made.add(with);
        }
        progress.accept(
            String.format(
                Locale.ROOT,
                "%d/%d  %-24s seed %d  %s%s",
                done,
                variants.size() * seeds,
                variants.get(v).name(),
                seed,
                trial.top1() == null
                    ? "no result"
                    : String.format(Locale.ROOT, "top-1 %.2f %%", trial.accuracy()),
                found.isPresent() ? "  (finished before)" : ""));
      }
    }
    MadeWith.differences(made)
        .forEach(
            difference ->
                progress.accept(
                    "warning: the runs were not all made alike, so that they may differ by more than their recipes: "
                        + difference));
    return rows(accuracies, PaperTable.load(Ablation.class.getClassLoader()));
  }

  /**
   * The backend of the ablation that a folder has, if there is one to go on with.
   *
   * @throws IOException if what it compares cannot be read
   */
  public static Optional<String> backendIn(Path folder) throws IOException {
    return new TrialFolder(folder).manifest().map(AblationManifest::backend);
  }

  /** Of each variant, with the first seed. */
  private List<Origin> origins() throws IOException {
    List<RunPlan> plans = plans();
    String data = TrainingRun.fingerprint(plans.get(0)); // tricks take no images away
    List<Origin> origins = new ArrayList<>();
    for (RunPlan plan : plans) {
      origins.add(Origin.of(plan, data, backend));
    }
    return origins;
  }

  private AblationManifest manifest(List<Origin> origins) {
    return new AblationManifest(
        IntStream.range(0, variants.size())
            .mapToObj(
                v ->
                    new AblationManifest.Compared(
                        variants.get(v).name(),
                        resolver.apply(variants.get(v).of(recipe)),
                        origins.get(v)))
            .toList());
  }

  private List<RunPlan> plans() {
    List<RunPlan> plans = new ArrayList<>();
    Set<Problem> problems = new LinkedHashSet<>();
    for (Variant variant : variants) {
      try {
        plans.add(planner.apply(variant.of(recipe)));
      } catch (ProblemException e) {
        problems.addAll(e.problems());
      }
    }
    if (!problems.isEmpty()) {
      throw new ProblemException(List.copyOf(problems));
    }
    return plans;
  }

  /** Of a run that a trainer has kept in its folder; null where there is none. */
  private static @Nullable MadeWith madeWith(Path folder) {
    RunFolder run = RunFolder.at(Disk.local(), folder);
    return run.hasManifest() ? MadeWith.of(run.manifest()) : null;
  }

  /** A variant without a result is information too, and the other variants are worth having. */
  private Trial train(Recipe variant, Origin origin, Path folder, Consumer<String> progress)
      throws IOException, BackendUnavailableException {
    String text = resolver.apply(variant);
    try {
      RunResult result = trainer.train(variant, folder);
      return new Trial(
          origin,
          text,
          result.top1(),
          result.top5(),
          result.loss(),
          result.seconds(),
          madeWith(folder));
    } catch (NoResultException e) {
      progress.accept("warning: " + e.getMessage());
      return new Trial(origin, text, null, null, null, 0, madeWith(folder));
    }
  }

  List<Row> rows(List<List<Double>> accuracies, Map<String, Double> paper) {
    List<Row> rows = new ArrayList<>();
    for (int v = 0; v < variants.size(); v++) {
      Variant variant = variants.get(v);
      List<Double> ours = accuracies.get(v);
      List<Double> theirs = accuracies.get(variant.reference());
      boolean compared = variant.reference() != v;
      List<Double> differences =
          IntStream.range(0, ours.size())
              .mapToObj(i -> ours.get(i) - theirs.get(i))
              .filter(Double::isFinite)
              .toList();
      rows.add(
          new Row(
              variant.name(),
              compared ? Optional.of(variants.get(variant.reference()).name()) : Optional.empty(),
              ours,
              Interval.of(ours.stream().filter(Double::isFinite).toList()),
              compared && !differences.isEmpty()
                  ? Optional.of(Interval.of(differences))
                  : Optional.empty(),
              variant.changed().map(TrickEntry::trick).map(paper::get)));
    }
    return rows;
  }

  private long firstSeed() {
    return recipe.training().seed();
  }

  private static Recipe withSeed(Recipe recipe, long seed) {
    return recipe.withTraining(recipe.training().withSeed(seed));
  }
}
