package io.bagoftricks.engine.cli.internal.invocation;

import io.bagoftricks.api.data.DataSource;
import io.bagoftricks.engine.internal.run.RunFolder;
import io.bagoftricks.engine.internal.run.RunNames;
import io.bagoftricks.engine.internal.split.OutsideOfData;
import io.bagoftricks.engine.internal.storage.OutputFiles;
import io.bagoftricks.engine.picture.DrawnPng;
import io.bagoftricks.engine.problem.Problem;
import io.bagoftricks.engine.problem.ProblemException;
import io.bagoftricks.engine.recipe.Recipe;
import io.bagoftricks.engine.recipe.RecipeInputs;
import io.bagoftricks.engine.storage.Disk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where a command may write: not over what it reads, nor over a file that is a run's own.
 *
 * @param option by which the user names the place
 * @param inputs files, and folders with all in them
 * @param data that the recipe names, which may take what is written in its folder for images
 * @param begun the folder of the run that the command begins or goes on with, if it does
 */
public record OutputPlaces(
    String option, List<Path> inputs, DataSource data, Optional<Path> begun) {
  private static final List<String> RESULTS = List.of(".json", ".onnx", ".safetensors");

  /** Copies the list. */
  public OutputPlaces {
    inputs = List.copyOf(inputs);
  }

  /** Of a command on a recipe. */
  public static OutputPlaces of(String option, Recipe recipe) {
    return new OutputPlaces(
        option, RecipeInputs.of(recipe), recipe.data().made(), Optional.empty());
  }

  /** The same for a command that reads a folder or file besides. */
  public OutputPlaces reading(Path input) {
    return new OutputPlaces(
        option, Stream.concat(inputs.stream(), Stream.of(input)).toList(), data, begun);
  }

  /** The same for a command that trains in a folder. */
  OutputPlaces training(Path folder) {
    return new OutputPlaces(option, inputs, data, Optional.of(folder));
  }

  /**
   * Checks a file that is about to be written.
   *
   * @throws ProblemException if something would be lost
   * @throws IOException if it cannot be looked
   */
  public void check(Path file) throws IOException {
    if (OutputFiles.isStream(file)) {
      return;
    }
    Path place = real(OutputFiles.target(file));
    checkFiles(file, place);
    for (Path input : inputs) {
      if (Files.isRegularFile(place)
          && Files.isDirectory(input)
          && place.startsWith(input.toRealPath())
          && !isResult(place)) {
        throw isInput(file, "what is in " + input);
      }
    }
  }

  /**
   * Checks a picture that is about to be written.
   *
   * @throws ProblemException if something would be lost, or it would become one of the images
   * @throws IOException if it cannot be looked
   */
  public void checkPicture(Path file) throws IOException {
    check(file);
    Path folder = OutputFiles.isStream(file) ? null : OutputFiles.target(file).getParent();
    if (folder != null) {
      OutsideOfData.checkPictures(data, folder, "with " + option);
    }
  }

  /**
   * Checks a folder for pictures.
   *
   * @param folders that the command looks for images in, with all below them
   * @param among folders in which a pattern has found images
   * @throws ProblemException if the pictures would become images of the data, or of the next call
   * @throws IOException if it cannot be looked
   */
  public void checkPictures(Path folder, List<Path> folders, List<Path> among) throws IOException {
    OutsideOfData.checkPictures(data, folder, "with " + option);
    Path place = real(folder.toAbsolutePath());
    for (Path input : folders) {
      Path top = input.toRealPath();
      if (place.startsWith(top) && !isHidden(top.relativize(place))) {
        throw problem(
            "output/is-input",
            folder,
            "The command takes all images below %s, and would take the pictures for images the next time. Name another folder with %s."
                .formatted(input, option));
      }
    }
    for (Path input : among) {
      if (place.equals(input.toRealPath())) {
        throw problem(
            "output/is-input",
            folder,
            "The pattern finds images in %s, and would find the pictures the next time. Name another folder with %s."
                .formatted(input, option));
      }
    }
  }

  private static boolean isHidden(Path path) {
    return Stream.iterate(path, Objects::nonNull, Path::getParent)
        .anyMatch(part -> String.valueOf(part.getFileName()).startsWith("."));
  }

  /**
   * Checks a folder for results, and the files that are about to be written there.
   *
   * @throws ProblemException if it is that of a run, or one that the command reads, or something
   *     would be lost
   * @throws IOException if it cannot be looked
   */
  public void check(Path folder, List<String> names) throws IOException {
    if (isRun(folder)) {
      throw problem(
          "output/of-a-run",
          folder,
          "This is the folder of a run, which keeps its own files there. Name another with %s, such as %s."
              .formatted(option, folder.resolve("results")));
    }
    for (Path input : inputs) {
      if (Files.isDirectory(folder) && Files.isSameFile(folder, input)) {
        throw problem(
            "output/is-input",
            folder,
            "The command reads what is in this folder, and does not write its results among it. Name another folder with %s."
                .formatted(option));
      }
    }
    for (String name : names) {
      Path file = folder.resolve(name);
      checkFiles(file, real(OutputFiles.target(file)));
    }
  }

  private void checkFiles(Path file, Path place) throws IOException {
    for (Path input : inputs) {
      if (Files.isRegularFile(place)
          && Files.isRegularFile(input)
          && Files.isSameFile(place, input)) {
        throw isInput(file, "this file");
      }
    }
    checkRuns(file, place);
  }

  private ProblemException isInput(Path file, String what) {
    return problem(
        "output/is-input",
        file,
        "The command reads %s, and does not write over what it reads. Name another file with %s."
            .formatted(what, option));
  }

  /** Whether a file is one that commands write; the folder of the data may hold runs as well. */
  private static boolean isResult(Path file) throws IOException {
    return RESULTS.stream().anyMatch(file.toString()::endsWith) || DrawnPng.isIn(file);
  }

  private void checkRuns(Path file, Path place) throws IOException {
    Optional<Path> beginning =
        begun.isPresent() ? Optional.of(real(begun.get().toAbsolutePath())) : Optional.empty();
    for (Path folder = place.getParent(); folder != null; folder = folder.getParent()) {
      if (RunNames.isOwn(folder.relativize(place).getName(0).toString())
          && (isRun(folder) || Optional.of(folder).equals(beginning))) {
        throw problem(
            "output/of-a-run",
            file,
            "This file is one that the run in %s writes itself. Name another file with %s."
                .formatted(folder, option));
      }
    }
  }

  /** A folder that has just a recipe of this name need not be one. */
  private static boolean isRun(Path folder) {
    return RunFolder.isRun(folder) && RunFolder.at(Disk.local(), folder).hasManifest();
  }

  /** Without links, as far as there is something. */
  private static Path real(Path absolute) throws IOException {
    Path parent = absolute.getParent();
    return Files.exists(absolute) || parent == null
        ? absolute.toRealPath()
        : real(parent).resolve(absolute.getFileName()).normalize();
  }

  private static ProblemException problem(String id, Path where, String message) {
    return new ProblemException(List.of(Problem.error(id, where.toString(), message)));
  }
}
