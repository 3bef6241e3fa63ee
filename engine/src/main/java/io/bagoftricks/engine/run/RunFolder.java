package io.bagoftricks.engine.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.bagoftricks.backends.spi.Weights;
import io.bagoftricks.engine.checkpoint.CheckpointStore;
import io.bagoftricks.engine.checkpoint.FlatTensors;
import io.bagoftricks.engine.checkpoint.TensorWriter;
import io.bagoftricks.engine.plan.RunPlan;
import io.bagoftricks.engine.recipe.Problem;
import io.bagoftricks.engine.recipe.RecipeException;
import io.bagoftricks.engine.storage.Disk;
import io.bagoftricks.engine.storage.StrictJson;
import io.bagoftricks.engine.train.EpochReport;
import io.bagoftricks.engine.train.RunProgress;
import io.bagoftricks.engine.train.TrainingException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The folder of one run: {@code recipe.json} (resolved), {@code manifest.json} (with what it was
 * made), {@code metrics.csv} (a line an epoch), {@code checkpoints}, and when the run has ended
 * {@code weights.safetensors} (as evaluated last), {@code receipts.csv} (what each trick did) and
 * {@code result.json}.
 */
public final class RunFolder {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");
  private static final String RECIPE = "recipe.json";
  private static final String MANIFEST = "manifest.json";
  private static final String RESULT = "result.json";

  private final Disk disk;
  private final Path folder;
  private final MetricsFile metrics;

  private RunFolder(Disk disk, Path folder) {
    this.disk = disk;
    this.folder = folder;
    this.metrics = new MetricsFile(disk, folder.resolve("metrics.csv"));
  }

  /**
   * Where a run goes that names no folder: {@code runs/<name>-<time>}, and a number behind it where
   * that is taken, as when two runs start in one second or the clock was set back.
   */
  public static Path of(String name, LocalDateTime time) {
    return of(Path.of("runs"), name, time);
  }

  static Path of(Path runs, String name, LocalDateTime time) {
    String plain = name.replaceAll("[^A-Za-z0-9._-]", "_") + "-" + TIME.format(time);
    Path free = runs.resolve(plain);
    for (int i = 2; Files.exists(free); i++) {
      free = runs.resolve(plain + "-" + i);
    }
    return free;
  }

  /**
   * Creates the folder and writes the resolved recipe.
   *
   * @throws RecipeException if there is a folder with something in it: no run overwrites another
   * @throws TrainingException if it cannot be written
   * @throws IOException if it cannot be looked at
   */
  public static RunFolder create(Disk disk, Path folder, String resolvedRecipe) throws IOException {
    if (Files.exists(folder) && !isEmptyFolder(folder)) {
      throw new RecipeException(
          List.of(
              Problem.error(
                  "run/folder-in-use",
                  folder.toString(),
                  "There is something already, and no run overwrites another. Name a new folder"
                      + " with --output, or go on with that run: --resume.")));
    }
    RunFolder run = new RunFolder(disk, folder);
    try {
      disk.createFolders(folder);
      run.metrics.rewrite(List.of());
      run.writeRecipe(resolvedRecipe);
    } catch (IOException e) {
      throw new TrainingException(
          "[run/cannot-create] The folder of the run, %s, could not be made: %s. Name another with --output."
              .formatted(folder, StorageProblems.words(e)),
          e);
    }
    return run;
  }

  /**
   * Opens the folder of a run that was started before.
   *
   * @throws RecipeException if it is none
   */
  public static RunFolder open(Disk disk, Path folder) {
    RunFolder run = new RunFolder(disk, folder);
    if (!Files.isRegularFile(run.recipe())) {
      throw run.notARun(
          Files.isDirectory(folder) ? "it has no " + RECIPE : "there is no such folder");
    }
    return run;
  }

  /** Where it is. */
  public Path path() {
    return folder;
  }

  /**
   * What to tell a user when something could not be written while the run was under way.
   *
   * @param what could not, the beginning of a sentence
   */
  public String failure(String what, IOException reason) {
    List<String> names = Files.isDirectory(folder) ? checkpoints().names() : List.of();
    return "[run/cannot-write] %s could not be written: %s. %s"
        .formatted(
            what,
            StorageProblems.words(reason),
            names.isEmpty()
                ? "There is no checkpoint to go on from. Train anew."
                : "The checkpoint %s is whole. When the cause is gone, go on with: tricks train --resume %s"
                    .formatted(names.get(names.size() - 1), folder));
  }

  /** The resolved recipe. */
  public Path recipe() {
    return folder.resolve(RECIPE);
  }

  /** The run's checkpoints. */
  public CheckpointStore checkpoints() {
    return new CheckpointStore(folder.resolve("checkpoints"), disk);
  }

  /** Writes with what the run is made. */
  public void write(Manifest manifest) throws IOException {
    disk.replace(folder.resolve(MANIFEST), StrictJson.write(manifest));
  }

  /**
   * With what the run was made.
   *
   * @throws RecipeException if the file is not there or not readable
   */
  public Manifest manifest() {
    Path file = folder.resolve(MANIFEST);
    try {
      return StrictJson.read(Files.readString(file), Manifest.class);
    } catch (JsonProcessingException e) {
      throw notARun(MANIFEST + " is not readable: " + e.getOriginalMessage());
    } catch (IOException e) {
      throw notARun("it has no " + MANIFEST + " that can be read");
    }
  }

  /** Writes the resolved recipe. */
  public void writeRecipe(String resolvedRecipe) throws IOException {
    disk.replace(recipe(), resolvedRecipe);
  }

  /**
   * Writes what each trick did: when the network was set up, and whether anything in training.
   *
   * @throws TrainingException if it cannot be written, with what to do
   */
  public void writeReceipts(RunPlan plan, RunProgress progress) {
    replace("receipts.csv", ReceiptsTable.of(plan, progress));
  }

  /** Writes what was not finite, a file for each update. */
  void write(NonFiniteReport report) throws IOException {
    Path file = folder.resolve("non-finite-" + (report.found().update() + 1) + ".json");
    disk.replace(file, StrictJson.write(report));
  }

  /**
   * Writes how the run ended: its last act.
   *
   * @param line one JSON object
   * @throws TrainingException if it cannot be written, with what to do
   */
  public void writeResult(String line) {
    replace(RESULT, line + "\n");
  }

  /** How the run ended; empty while it has not. */
  public Optional<String> result() throws IOException {
    Path file = folder.resolve(RESULT);
    return Files.exists(file) ? Optional.of(Files.readString(file).strip()) : Optional.empty();
  }

  /** Appends an epoch's line to the metrics. */
  public void append(EpochReport epoch) throws IOException {
    checkIsThere();
    metrics.append(epoch);
  }

  /** Cuts the metrics back to these epochs. */
  public void cutBack(List<EpochReport> epochs) throws IOException {
    metrics.rewrite(epochs);
  }

  /**
   * Writes the weights.
   *
   * @return the file
   * @throws TrainingException if it cannot be written, with what to do
   */
  public Path save(Weights weights) {
    Path file = folder.resolve("weights.safetensors");
    Path next = folder.resolve(".weights.safetensors.new");
    try {
      try (OutputStream out = disk.create(next)) {
        TensorWriter.write(
            FlatTensors.of(
                weights.network(), weights.layout(), weights.masters(), weights.statistics()),
            out);
      }
      disk.force(next);
      disk.move(next, file);
      disk.force(folder);
    } catch (IOException e) {
      throw new TrainingException(failure("weights.safetensors", e), e);
    }
    return file;
  }

  /**
   * Writes a file of the run at once, over an earlier one.
   *
   * @throws TrainingException if it cannot be written, with what to do
   */
  public void replace(String name, String text) {
    try {
      checkIsThere();
      disk.replace(folder.resolve(name), text);
    } catch (IOException e) {
      throw new TrainingException(failure(name, e), e);
    }
  }

  /**
   * A folder that somebody has deleted is not to come up again, half empty.
   *
   * @throws NoSuchFileException if it, or the recipe in it, is not there any more
   */
  void checkIsThere() throws NoSuchFileException {
    if (!Files.isRegularFile(recipe())) {
      throw new NoSuchFileException(recipe().toString());
    }
  }

  private RecipeException notARun(String reason) {
    return new RecipeException(
        List.of(
            Problem.error(
                "run/not-a-run",
                folder.toString(),
                "This is not the folder of a run: %s. Name a folder that train has made, such as runs/NAME-TIME."
                    .formatted(reason))));
  }

  private static boolean isEmptyFolder(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return false;
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.findAny().isEmpty();
    }
  }
}
