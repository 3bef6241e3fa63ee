package io.bagoftricks.engine;

import com.fasterxml.jackson.databind.node.TextNode;
import io.bagoftricks.backends.spi.Backend;
import io.bagoftricks.engine.internal.checkpoint.Checkpoint;
import io.bagoftricks.engine.internal.checkpoint.CheckpointStore;
import io.bagoftricks.engine.internal.data.DataFingerprint;
import io.bagoftricks.engine.internal.run.Manifest;
import io.bagoftricks.engine.internal.run.ManifestMaker;
import io.bagoftricks.engine.internal.run.RunFolder;
import io.bagoftricks.engine.internal.storage.UserPath;
import io.bagoftricks.engine.internal.train.TrainingRun;
import io.bagoftricks.engine.plan.PlannedTeacher;
import io.bagoftricks.engine.plan.RunPlan;
import io.bagoftricks.engine.problem.Problem;
import io.bagoftricks.engine.problem.ProblemException;
import io.bagoftricks.engine.recipe.Recipe;
import io.bagoftricks.engine.recipe.RecipeWriter;
import io.bagoftricks.engine.recipe.ResultKey;
import io.bagoftricks.engine.recipe.TrickEntry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How a run begins: anew, in a folder of its own, or where a checkpoint left it.
 *
 * @param resultKey of the recipe
 */
record RunStart(Recipes recipes, RunPlan plan, Backend backend, String resultKey) {
  /** Begins a run in its folder. */
  void anew(RunFolder folder, TrainingRun run) throws IOException {
    Manifest manifest = manifest(run);
    folder.begin(recipes.resolved(plan.recipe()));
    folder.write(manifest);
  }

  /**
   * Puts a run where a checkpoint left it.
   *
   * @return what is not as it was, for people
   * @throws ProblemException if the checkpoint or the data are not those of this run
   */
  List<String> goOn(RunFolder folder, Checkpoint checkpoint, TrainingRun run) throws IOException {
    Manifest before = folder.manifest();
    Manifest now = manifest(run);
    boolean comparable = DataFingerprint.areComparable(before.data(), now.data());
    if (comparable && !before.data().equals(now.data())) {
      throw folder.refusal(
          "run/data-changed",
          "The images or labels are not those that the run was started with. Put them back, or"
              + " name their folder with --set data.root=DIR.");
    }
    List<String> others = before.otherTeachers(now);
    if (!others.isEmpty()) {
      throw folder.refusal(
          "run/teacher-changed",
          "The run was started with another teacher than is in %s now, so it would end in another result. Put that back, name the place where it is now with --set, or start a new run."
              .formatted(String.join(", ", others)));
    }
    if (!checkpoint.recipe().equals(resultKey)) {
      throw folder.refusal(
          "run/recipe-changed",
          "recipe.json was changed after the checkpoint %s was written, so the run would end in another result. Put it back, or start a new run."
              .formatted(checkpoint.name()));
    }
    folder.checkpoints().pointed(CheckpointStore.BEST); // refused before anything changes
    checkpoint.restore(run.memory(), plan.facts());
    run.goOn(checkpoint.progress());
    folder.cutBack(checkpoint.progress().epochs());
    folder.checkpoints().goOnFrom(checkpoint.name());
    String recipe = recipes.resolved(plan.recipe());
    if (!recipe.equals(Files.readString(folder.recipe()))) { // values that may change
      folder.writeRecipe(recipe);
    }
    List<String> differences = new ArrayList<>(before.differences(now));
    if (!comparable) {
      differences.add(
          "the fingerprint of the data was taken by an older version and cannot be checked;"
              + " make sure that the images and labels are those that the run was started with");
    }
    return differences;
  }

  /**
   * Checks that a folder has a run of this recipe.
   *
   * @throws ProblemException if another recipe decides its result
   */
  static void checkSame(Recipes recipes, RunFolder folder, Recipe recipe) {
    Recipe before = recipes.read(folder.recipe(), List.of());
    if (!recipes.resultKey(before).equals(recipes.resultKey(recipe))) {
      throw folder.refusal(
          "run/other-recipe",
          "The folder has a run of another recipe, which would end in another result, and no run overwrites another. Name a new folder with --output; what may differ is %s."
              .formatted(String.join(", ", ResultKey.freeOf(before))));
    }
  }

  /**
   * Checks that no trick of a run is to learn from the run itself.
   *
   * @throws ProblemException if one is
   */
  static void checkTeachers(RunPlan plan, RunFolder folder) {
    Path own = folder.path().toAbsolutePath().normalize();
    for (PlannedTeacher teacher : plan.teachers()) {
      Path path = UserPath.of(teacher.source().path());
      if (path.toAbsolutePath().normalize().startsWith(own)) {
        throw new ProblemException(
            List.of(
                Problem.error(
                    "teacher/own-run",
                    teacher.where(),
                    "'%s' is to learn from '%s', which is in the folder of this very run. Name the folder of another run that is finished, or keep this one elsewhere: --output DIR."
                        .formatted(teacher.instance(), teacher.source().path()))));
      }
    }
  }

  /**
   * Checks that the teachers of a run that was started before are there.
   *
   * @throws ProblemException naming those that are not, with what finds them again
   */
  static void checkTeachersAreThere(RunPlan plan, RunFolder folder) {
    List<Problem> gone =
        plan.teachers().stream()
            .filter(teacher -> teacher.model().isEmpty())
            .map(teacher -> gone(plan, teacher, folder))
            .toList();
    if (!gone.isEmpty()) {
      throw new ProblemException(gone);
    }
  }

  private static Problem gone(RunPlan plan, PlannedTeacher teacher, RunFolder folder) {
    String path = teacher.source().path();
    String places =
        plan.recipe().tricks().stream()
            .filter(entry -> teacher.instances().contains(entry.id()))
            .flatMap(entry -> settingsOf(path, entry))
            .map(setting -> " --set " + setting + "=PLACE")
            .collect(Collectors.joining());
    return Problem.error(
        "run/teacher-gone",
        folder.path().toString(),
        "'%s' learns from '%s', and there is nothing any more. Put it back%s."
            .formatted(
                String.join("', '", teacher.instances()),
                path,
                places.isEmpty()
                    ? ""
                    : ", or say where it is now: %s%s. It has to be the very teacher: the run knows its hash"
                        .formatted(folder.advice().resumption(), places)));
  }

  private static Stream<String> settingsOf(String path, TrickEntry entry) {
    String value = TextNode.valueOf(path).toString();
    SortedMap<String, String> settings = RecipeWriter.settings(entry.config());
    return ResultKey.teacherPaths(entry.config()).stream()
        .filter(name -> value.equals(settings.get(name)))
        .map(name -> "tricks.%s.%s".formatted(entry.id(), name));
  }

  /** The backend of a run that ended before its first checkpoint, if it came to say so. */
  static Optional<String> backendBefore(RunFolder folder) {
    return folder.hasManifest() ? Optional.of(backendOf(folder)) : Optional.empty();
  }

  /** The backend that a run was started with. */
  static String backendOf(RunFolder folder) {
    return folder.manifest().environment().backend();
  }

  /**
   * Checks that the backend that the user names is the one that a run was started with.
   *
   * @throws ProblemException if it is another
   */
  static void checkBackend(RunFolder folder, String named) {
    String before = backendOf(folder);
    if (!named.equals(before)) {
      throw folder.refusal(
          "run/other-backend",
          "The run was started with the backend '%s', and '%s' would end in another result. Leave --backend out."
              .formatted(before, named));
    }
  }

  private Manifest manifest(TrainingRun run) throws IOException {
    return ManifestMaker.make(plan, recipes.tricks(), backend, resultKey, run.fingerprint());
  }
}
