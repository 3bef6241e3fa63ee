package io.bagoftricks.engine.run;

import io.bagoftricks.backends.spi.Weights;
import io.bagoftricks.engine.checkpoint.FlatTensors;
import io.bagoftricks.engine.checkpoint.TensorWriter;
import io.bagoftricks.engine.recipe.Problem;
import io.bagoftricks.engine.recipe.RecipeException;
import io.bagoftricks.engine.train.EpochReport;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * The folder of one run: {@code recipe.json} (resolved), {@code metrics.csv} (a line an epoch),
 * {@code weights.safetensors} (as evaluated last, when the run has ended).
 */
public final class RunFolder {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");
  private static final String CSV_HEADER =
      "epoch,trainLoss,trainTop1,learningRate,skippedUpdates,overflows,lossScale,zeroGradients,"
          + "imagesPerSecond,top1,top5,loss\n";

  private final Path folder;

  private RunFolder(Path folder) {
    this.folder = folder;
  }

  /** Where a run goes that names no folder: {@code runs/<name>-<time>}. */
  public static Path of(String name, LocalDateTime time) {
    return Path.of("runs", name.replaceAll("[^A-Za-z0-9._-]", "_") + "-" + TIME.format(time));
  }

  /**
   * Creates the folder and writes the resolved recipe.
   *
   * @throws RecipeException if there is a folder with something in it: no run overwrites another
   * @throws IOException if it cannot be written
   */
  public static RunFolder create(Path folder, String resolvedRecipe) throws IOException {
    if (Files.exists(folder) && !isEmptyFolder(folder)) {
      throw new RecipeException(
          List.of(
              Problem.error(
                  "run/folder-in-use",
                  folder.toString(),
                  "There is something already, and no run overwrites another. Name a new folder"
                      + " with --output.")));
    }
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("recipe.json"), resolvedRecipe);
    RunFolder run = new RunFolder(folder);
    Files.writeString(run.metrics(), CSV_HEADER);
    return run;
  }

  /** Appends an epoch's line. */
  public void append(EpochReport epoch) throws IOException {
    String evaluation =
        epoch
            .evaluation()
            .map(m -> String.format(Locale.ROOT, "%.6f,%.6f,%.6f", m.top1(), m.top5(), m.loss()))
            .orElse(",,");
    String zeroGradients =
        epoch.zeroGradients().isPresent()
            ? String.format(Locale.ROOT, "%.6f", epoch.zeroGradients().getAsDouble())
            : "";
    String line =
        String.format(
            Locale.ROOT,
            "%d,%.6f,%.6f,%.8g,%d,%d,%.8g,%s,%.1f,%s%n",
            epoch.epoch() + 1,
            epoch.loss(),
            epoch.top1(),
            epoch.learningRate(),
            epoch.skippedUpdates(),
            epoch.overflows(),
            epoch.lossScale(),
            zeroGradients,
            epoch.imagesPerSecond(),
            evaluation);
    Files.writeString(metrics(), line, StandardOpenOption.APPEND);
  }

  /**
   * Writes the weights.
   *
   * @return the file
   * @throws UncheckedIOException if it cannot be written
   */
  public Path save(Weights weights) {
    Path file = folder.resolve("weights.safetensors");
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
      TensorWriter.write(
          FlatTensors.of(
              weights.network(), weights.layout(), weights.masters(), weights.statistics()),
          out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return file;
  }

  private Path metrics() {
    return folder.resolve("metrics.csv");
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
