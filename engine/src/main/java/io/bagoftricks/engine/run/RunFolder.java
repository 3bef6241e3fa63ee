package io.bagoftricks.engine.run;

import io.bagoftricks.backends.spi.Weights;
import io.bagoftricks.engine.checkpoint.CheckpointStore;
import io.bagoftricks.engine.checkpoint.FlatTensors;
import io.bagoftricks.engine.checkpoint.TensorWriter;
import io.bagoftricks.engine.recipe.Problem;
import io.bagoftricks.engine.recipe.RecipeException;
import io.bagoftricks.engine.storage.Disk;
import io.bagoftricks.engine.train.EpochReport;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.stream.Stream;

/**
 * The folder of one run: {@code recipe.json} (resolved), {@code metrics.csv} (a line an epoch),
 * {@code checkpoints}, {@code weights.safetensors} (as evaluated last, when the run has ended).
 */
public final class RunFolder {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");
  private static final String RECIPE = "recipe.json";

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
    String plain = name.replaceAll("[^A-Za-z0-9._-]", "_") + "-" + TIME.format(time);
    Path free = Path.of("runs", plain);
    for (int i = 2; Files.exists(free); i++) {
      free = Path.of("runs", plain + "-" + i);
    }
    return free;
  }

  /**
   * Creates the folder and writes the resolved recipe.
   *
   * @throws RecipeException if there is a folder with something in it: no run overwrites another
   * @throws IOException if it cannot be written
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
    disk.createFolders(folder);
    RunFolder run = new RunFolder(disk, folder);
    run.metrics.rewrite(List.of());
    disk.replace(folder.resolve(RECIPE), resolvedRecipe);
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
      throw new RecipeException(
          List.of(
              Problem.error(
                  "run/not-a-run",
                  folder.toString(),
                  "This is not the folder of a run: %s. Name a folder that train has made, such as runs/NAME-TIME."
                      .formatted(
                          Files.isDirectory(folder)
                              ? "it has no " + RECIPE
                              : "there is no such folder"))));
    }
    return run;
  }

  /** The resolved recipe. */
  public Path recipe() {
    return folder.resolve(RECIPE);
  }

  /** The run's checkpoints. */
  public CheckpointStore checkpoints() {
    return new CheckpointStore(folder.resolve("checkpoints"), disk);
  }

  /** Appends an epoch's line to the metrics. */
  public void append(EpochReport epoch) throws IOException {
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
   * @throws UncheckedIOException if it cannot be written
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
      throw new UncheckedIOException(e);
    }
    return file;
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
