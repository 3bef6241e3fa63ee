package io.bagoftricks.engine.cli;

import io.bagoftricks.engine.cli.internal.invocation.Invocation;
import io.bagoftricks.engine.cli.internal.invocation.OutputPlaces;
import io.bagoftricks.engine.plan.RunPlan;
import io.bagoftricks.engine.predict.ImageArguments;
import io.bagoftricks.engine.predict.Predictor;
import io.bagoftricks.engine.problem.Suggestions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** How a command takes what class maps are to be drawn. */
final class ClassMapArguments {
  private static final String EXPLAIN = "--explain";

  @CommandLine.Option(
      names = EXPLAIN,
      paramLabel = "DIR",
      description =
          "Draws for each image a picture of what the network looked at (Grad-CAM) into this folder.")
  private @Nullable Path folder;

  @CommandLine.Option(
      names = "--class",
      paramLabel = "NAME",
      description =
          "With --explain: where the network sees this class, a name or label; without it the most probable one of each image.")
  private @Nullable String className;

  @CommandLine.Option(
      names = "--layer",
      paramLabel = "LAYER",
      description =
          "With --explain: the layer whose maps are weighted; without it the last one that has any.")
  private @Nullable String layer;

  /** Refuses what does not go together, and a class that the network does not know. */
  void check(CommandLine.Model.CommandSpec spec, List<String> classes) {
    if (folder == null && (className != null || layer != null)) {
      throw new CommandLine.ParameterException(
          spec.commandLine(),
          "%s says what --explain draws. Add --explain DIR, or leave it out."
              .formatted(className == null ? "--layer" : "--class"));
    }
    if (className != null && label(classes).isEmpty()) {
      throw new CommandLine.ParameterException(
          spec.commandLine(),
          "--class is '%s', which is not a class of the run. %s"
              .formatted(className, Suggestions.sentence(className, classes)));
    }
  }

  /**
   * Refuses a folder in which the pictures would become images of the data, or of the next call.
   *
   * @param images what the user means by them
   */
  void checkPlace(RunPlan plan, ImageArguments images) throws IOException {
    if (folder != null) {
      OutputPlaces.of(EXPLAIN, plan.recipe())
          .checkPictures(folder, images.folders(), images.among());
    }
  }

  /** Predicts, and draws if that was asked for. */
  void predict(
      Predictor predictor,
      List<Path> files,
      int most,
      List<String> classes,
      Invocation invocation,
      PredictionView view)
      throws IOException {
    if (folder == null) {
      predictor.predict(files, most, view);
    } else {
      view.draw(
          new ClassMapFiles(folder, invocation.outputs(EXPLAIN), predictor.decoder(), classes));
      predictor.explain(files, most, Optional.ofNullable(layer), label(classes), view);
    }
  }

  /** A name; else a number, where no class is called so. */
  private OptionalInt label(List<String> classes) {
    if (className == null) {
      return OptionalInt.empty();
    }
    int label = classes.indexOf(className);
    if (label < 0 && className.matches("\\d{1,9}")) {
      label = Integer.parseInt(className);
    }
    return label >= 0 && label < classes.size() ? OptionalInt.of(label) : OptionalInt.empty();
  }
}
