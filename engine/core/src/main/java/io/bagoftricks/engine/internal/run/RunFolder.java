package io.bagoftricks.engine.internal.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.bagoftricks.api.Metrics;
import io.bagoftricks.engine.internal.checkpoint.CheckpointStore;
import io.bagoftricks.engine.internal.storage.FolderLock;
import io.bagoftricks.engine.internal.storage.JsonWords;
import io.bagoftricks.engine.internal.storage.SealedJson;
import io.bagoftricks.engine.internal.storage.StrictJson;
import io.bagoftricks.engine.internal.train.RunProgress;
import io.bagoftricks.engine.plan.RunPlan;
import io.bagoftricks.engine.problem.Problem;
import io.bagoftricks.engine.problem.ProblemException;
import io.bagoftricks.engine.storage.Disk;
import io.bagoftricks.engine.train.EpochReport;
import io.bagoftricks.engine.train.TrainingException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The folder of one run: {@code recipe.json} (resolved), {@code manifest.json} (with what it was
 * made), {@code metrics.csv} (a line per epoch), {@code bad-files.csv} (what of the data could not
 * be read, if anything), {@code checkpoints}, and when the run has ended {@code
 * weights.safetensors} (as evaluated last), {@code receipts.csv} (what each trick did) and {@code
 * result.json}.
 */
public final class RunFolder {
  private static final String RECIPE = "recipe.json";
  private static final String MANIFEST = "manifest.json";
  private static final String CHECKPOINTS = "checkpoints";
  private final Disk disk;
  private final Path folder;
  private final List<Path> plugins;
  private final MetricsFile metrics;

  private RunFolder(Disk disk, Path folder, List<Path> plugins) {
    this.disk = disk;
    this.folder = folder;
    this.plugins = List.copyOf(plugins);
    this.metrics = new MetricsFile(disk, folder.resolve("metrics.csv"));
  }

  /** The folder, whatever is in it. */
  public static RunFolder at(Disk disk, Path folder) {
    return at(disk, folder, List.of());
  }

  /**
   * The folder, whatever is in it.
   *
   * @param plugins the folders of plugins that the run needs, for commands that go on with it
   */
  public static RunFolder at(Disk disk, Path folder, List<Path> plugins) {
    return new RunFolder(disk, folder, plugins);
  }

  /**
   * Makes a folder for a new run and begins it.
   *
   * @throws ProblemException if there is something in it: no run overwrites another
   * @throws TrainingException if it cannot be written
   * @throws IOException if it cannot be looked at
   */
  public static RunFolder create(Disk disk, Path folder, String resolvedRecipe) throws IOException {
    RunFolder run = new RunFolder(disk, folder, List.of());
    run.make();
    run.begin(resolvedRecipe);
    return run;
  }

  /**
   * Makes the folder, and writes nothing into it yet.
   *
   * @throws ProblemException if there is something in it: no run overwrites another
   * @throws TrainingException if it cannot be made
   * @throws IOException if it cannot be looked at
   */
  public void make() throws IOException {
    if (FolderState.of(this) != FolderState.FREE) {
      throw inUse();
    }
    try {
      disk.createFolders(folder);
    } catch (IOException e) {
      throw problems().cannotCreate(e);
    }
  }

  /**
   * Begins a run here: writes its resolved recipe, and deletes what a run has left that ended
   * before its first checkpoint.
   *
   * @throws ProblemException if there is more than that: no run overwrites another
   * @throws TrainingException if it cannot be looked at or written
   */
  public void begin(String resolvedRecipe) {
    FolderState state = FolderState.of(this);
    if (state != FolderState.FREE && state != FolderState.BEGUN) {
      throw inUse();
    }
    try {
      for (Path old : leftovers()) {
        disk.delete(old);
      }
      writeRecipe(resolvedRecipe);
      metrics.rewrite(List.of());
    } catch (IOException e) {
      throw state == FolderState.BEGUN
          ? new TrainingException(advice().failure("The beginning of the run", e), e)
          : problems().cannotCreate(e);
    }
  }

  /**
   * Opens the folder of a run that was started before.
   *
   * @throws ProblemException if it is none
   */
  public static RunFolder open(Disk disk, Path folder) {
    return open(disk, folder, List.of());
  }

  /**
   * Opens the folder of a run that was started before.
   *
   * @param plugins the folders of plugins that the run needs, for commands that go on with it
   * @throws ProblemException if it is none
   */
  public static RunFolder open(Disk disk, Path folder, List<Path> plugins) {
    RunFolder run = new RunFolder(disk, folder, plugins);
    if (!isRun(folder)) {
      run.checkReached();
      throw run.problems()
          .notARun(Files.isDirectory(folder) ? "it has no " + RECIPE : "there is no such folder");
    }
    return run;
  }

  /** Where a user may not look, there may be a run all the same. */
  private void checkReached() {
    try {
      Files.readAttributes(recipe(), BasicFileAttributes.class);
    } catch (AccessDeniedException e) {
      throw problems().unusable(RECIPE, e, "");
    } catch (IOException e) {
      return; // it is not there
    }
  }

  /** Whether a folder is that of a run. */
  public static boolean isRun(Path folder) {
    return Files.isRegularFile(folder.resolve(RECIPE));
  }

  /** Refuses a folder that has something in it. */
  public ProblemException inUse() {
    return problems()
        .inUse(
            hasBegun() ? ", or go on with the run that is there: " + advice().resumption() : ".");
  }

  /** Refuses a file of the run that cannot be read as what the run wrote. */
  public ProblemException damaged(String name, String reason) {
    return problems().damaged(name, reason, "");
  }

  RunProblems problems() {
    return new RunProblems(folder);
  }

  /** How the run ended, and the weights that it ended with. */
  public RunEnding ending() {
    return new RunEnding(disk, this);
  }

  /** Tells users how to go on with it. */
  public RunAdvice advice() {
    return new RunAdvice(this, plugins);
  }

  /** Where it is. */
  public Path path() {
    return folder;
  }

  /** The resolved recipe. */
  public Path recipe() {
    return folder.resolve(RECIPE);
  }

  /** The run's checkpoints. */
  public CheckpointStore checkpoints() {
    return new CheckpointStore(folder.resolve(CHECKPOINTS), disk);
  }

  /**
   * Checks that a run that has written checkpoints has not lost them all.
   *
   * @throws ProblemException if it has: to begin again would take away what is left of it
   */
  public void checkCheckpoints() {
    if (hasLostCheckpoints()) {
      throw refusal(
          "run/checkpoints-gone",
          "The run has written checkpoints, and none is in %s now, so it can neither go on nor begin again here. Put them back (mount the disk that they are on, or mend the link), or train anew in another folder with --output."
              .formatted(folder.resolve(CHECKPOINTS)));
    }
  }

  /** Whether a run that has not come to its end has written checkpoints that are not there now. */
  boolean hasLostCheckpoints() {
    try {
      return !ending().hasTraces()
          && checkpoints().isEmpty()
          && (checkpoints().hasTraces() || MetricsTable.read(folder).hasGoneOnBehindEvaluation());
    } catch (IOException e) {
      return false; // metrics that no run wrote tell nothing
    }
  }

  /** Writes with what the run is made. */
  public void write(Manifest manifest) throws IOException {
    disk.replace(folder.resolve(MANIFEST), SealedJson.seal(StrictJson.write(manifest)));
  }

  /**
   * Checks that the recipe is that of a run.
   *
   * @throws ProblemException if it is not, as far as one can see
   */
  public void checkBegun() {
    if (FolderState.of(this) == FolderState.OTHER && !hasBegun()) {
      throw problems().notARun("it has a %s, but no %s".formatted(RECIPE, MANIFEST));
    }
  }

  /**
   * Whether a run has begun here: there is a manifest, or there are only files that a run writes
   * before its manifest, {@code .lock} among them.
   */
  boolean hasBegun() {
    if (hasManifest()) {
      return true;
    }
    if (!FolderLock.wasTaken(folder) || !isRun(folder)) {
      return false;
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(Path::getFileName).map(String::valueOf).allMatch(RunNames::isEarly);
    } catch (IOException e) {
      return false;
    }
  }

  /** Whether the run has come to say with what it is made. */
  public boolean hasManifest() {
    return Files.isRegularFile(folder.resolve(MANIFEST));
  }

  /**
   * With what the run was made.
   *
   * @throws ProblemException if the file is not there or not readable
   */
  public Manifest manifest() {
    Path file = folder.resolve(MANIFEST);
    try {
      return Manifest.parse(SealedJson.open(Files.readAllBytes(file)));
    } catch (NoSuchFileException e) {
      throw problems().notARun("it has no " + MANIFEST);
    } catch (JsonProcessingException e) {
      throw damaged(MANIFEST, JsonWords.of(e));
    } catch (IOException e) {
      throw problems().unusable(MANIFEST, e, "");
    }
  }

  /** Writes the resolved recipe. */
  public void writeRecipe(String resolvedRecipe) throws IOException {
    disk.replace(recipe(), resolvedRecipe);
  }

  /**
   * Writes what each trick did: when the network was set up, and whether anything in training.
   *
   * @throws IOException if it cannot be written
   */
  public void writeReceipts(RunPlan plan, RunProgress progress) throws IOException {
    replace("receipts.csv", ReceiptsTable.of(plan, progress));
  }

  /** The files of the data that the run could not read. */
  public BadFiles badFiles() {
    return new BadFiles(disk, folder);
  }

  /** Writes what was not finite, a file for each step. */
  void write(NonFiniteReport report) throws IOException {
    Path file = folder.resolve("non-finite-" + (report.found().update() + 1) + ".json");
    disk.replace(file, StrictJson.write(report));
  }

  /**
   * Appends an epoch's line to the metrics.
   *
   * @throws NoSuchFileException if the folder is not there any more
   */
  public void append(EpochReport epoch) throws IOException {
    checkIsThere();
    metrics.append(epoch);
  }

  /**
   * Writes the metrics that could not be written when they were due.
   *
   * @param test of the test split, where the run has validated on another
   */
  public void completeMetrics(Optional<Metrics> test) throws IOException {
    checkIsThere();
    if (test.isPresent()) {
      metrics.test(test.get());
    } else {
      metrics.complete();
    }
  }

  /**
   * Cuts the metrics back to these epochs; where that cannot be written now, with the next line.
   */
  public void cutBack(List<EpochReport> epochs) {
    metrics.cutBack(epochs);
  }

  /**
   * Writes a file of the run at once, over an earlier one.
   *
   * @throws IOException if it cannot be written
   */
  public void replace(String name, String text) throws IOException {
    checkIsThere();
    disk.replace(folder.resolve(name), text);
  }

  /**
   * A folder that somebody has deleted is not to come up again, half empty.
   *
   * @throws NoSuchFileException if it, or the recipe in it, is not there any more
   */
  public void checkIsThere() throws NoSuchFileException {
    if (!Files.isRegularFile(recipe())) {
      throw new NoSuchFileException(recipe().toString());
    }
  }

  /** Why what is asked for cannot be done with this run. */
  public ProblemException refusal(String id, String message) {
    return new ProblemException(List.of(Problem.error(id, folder.toString(), message)));
  }

  /** Files that a run writes as it goes. */
  private List<Path> leftovers() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> RunNames.isLeftByRun(String.valueOf(file.getFileName())))
          .toList();
    }
  }
}
