package io.bagoftricks.engine.cli;

import io.bagoftricks.backends.spi.Backend;
import io.bagoftricks.engine.checkpoint.Checkpoint;
import io.bagoftricks.engine.data.DataFingerprint;
import io.bagoftricks.engine.plan.RunPlan;
import io.bagoftricks.engine.recipe.Problem;
import io.bagoftricks.engine.recipe.RecipeException;
import io.bagoftricks.engine.run.Manifest;
import io.bagoftricks.engine.run.ManifestMaker;
import io.bagoftricks.engine.run.RunFolder;
import io.bagoftricks.engine.storage.Disk;
import io.bagoftricks.engine.train.TrainingRun;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How a run begins: anew, in a folder of its own, or where a checkpoint left it.
 *
 * @param resultKey of the recipe
 */
record RunStart(Session session, RunPlan plan, Backend backend, String resultKey) {
  /** Makes the folder of a new run. */
  RunFolder anew(Disk disk, Path path, TrainingRun run) throws IOException {
    Manifest manifest = manifest(run);
    RunFolder folder = RunFolder.create(disk, path, session.resolved(plan.recipe()));
    folder.write(manifest);
    return folder;
  }

  /**
   * Puts a run where a checkpoint left it.
   *
   * @param changed whether the recipe has other values than the folder's, such as may change
   * @return what is not as it was, for people
   * @throws RecipeException if the checkpoint or the data are not those of this run
   */
  List<String> goOn(RunFolder folder, Checkpoint checkpoint, TrainingRun run, boolean changed)
      throws IOException {
    Manifest before = folder.manifest();
    Manifest now = manifest(run);
    boolean comparable = DataFingerprint.areComparable(before.data(), now.data());
    if (comparable && !before.data().equals(now.data())) {
      throw refusal(
          folder,
          "run/data-changed",
          "The images or labels are not those that the run was started with. Put them back, or"
              + " name their folder with --set data.root=DIR.");
    }
    if (!checkpoint.header().recipe().equals(resultKey)) {
      throw refusal(
          folder,
          "run/recipe-changed",
          "recipe.json was changed after the checkpoint %s was written, so that the run would end in another result. Put it back, or start a new run."
              .formatted(checkpoint.name()));
    }
    checkpoint.restore(run.memory());
    run.goOn(checkpoint.progress());
    folder.cutBack(checkpoint.progress().epochs());
    folder.checkpoints().goOnFrom(checkpoint.name());
    if (changed) {
      folder.writeRecipe(session.resolved(plan.recipe()));
    }
    List<String> differences = new ArrayList<>(before.differences(now));
    if (!comparable) {
      differences.add(
          "an older version took the fingerprint of the data, which tells this one nothing; see"
              + " that the images and labels are those that the run was started with");
    }
    return differences;
  }

  /** The backend that a run was started with, or the one that the user names, if it is the same. */
  static Optional<String> backendOf(RunFolder folder, Optional<String> named) {
    String before = folder.manifest().environment().backend();
    if (named.isPresent() && !named.get().equals(before)) {
      throw refusal(
          folder,
          "run/other-backend",
          "The run was started with the backend '%s', and '%s' would end in another result. Leave --backend out."
              .formatted(before, named.get()));
    }
    return Optional.of(before);
  }

  static RecipeException refusal(RunFolder folder, String id, String message) {
    return new RecipeException(List.of(Problem.error(id, folder.path().toString(), message)));
  }

  private Manifest manifest(TrainingRun run) throws IOException {
    return ManifestMaker.make(plan, session.tricks(), backend, resultKey, run.fingerprint());
  }
}
