package io.bagoftricks.engine.predict;

import io.bagoftricks.api.data.Dataset.Image;
import io.bagoftricks.engine.images.ImageDecoder;
import io.bagoftricks.engine.images.ImageRules;
import io.bagoftricks.engine.plan.RunPlan;
import io.bagoftricks.engine.problem.Problem;
import io.bagoftricks.engine.train.Inference;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/** Predicts the classes of image files, prepared as in the run's evaluation. */
public final class Predictor {
  /** Images that are in memory at once, and their pixels: 192 MiB in color, or one larger image. */
  private static final int PORTION = 256;

  private static final long PORTION_PIXELS = 1L << 24;

  private final RunPlan plan;
  private final Inference inference;
  private final ImageDecoder decoder;

  /** A predictor with the weights that are in place. */
  public Predictor(RunPlan plan, Inference inference, ImageRules rules) {
    this.plan = plan;
    this.inference = inference;
    this.decoder = new ImageDecoder(plan.facts().input().channels(), rules);
  }

  /**
   * The most probable classes of each file, in order. A file that cannot be read costs the others
   * nothing.
   *
   * @param most classes an image
   * @param predictions takes what was predicted, a portion at a time
   * @return the files without a prediction, and why
   * @throws IOException if the names of the classes cannot be read
   */
  public List<Problem> predict(List<Path> files, int most, Consumer<Prediction> predictions)
      throws IOException {
    List<String> names = plan.recipe().data().made().labelNames();
    List<Problem> problems = new ArrayList<>();
    List<Path> read = new ArrayList<>();
    List<Image> images = new ArrayList<>();
    long pixels = 0;
    for (Path file : files) {
      Image image = decode(file, problems).orElse(null);
      if (image == null) {
        continue;
      }
      long area = (long) image.size().height() * image.size().width();
      if (images.size() == PORTION || (pixels + area > PORTION_PIXELS && !images.isEmpty())) {
        predict(read, images, names, most, predictions);
        pixels = 0;
      }
      read.add(file);
      images.add(image);
      pixels += area;
    }
    predict(read, images, names, most, predictions);
    return problems;
  }

  /** Predicts a portion, and empties it. */
  private void predict(
      List<Path> read,
      List<Image> images,
      List<String> names,
      int most,
      Consumer<Prediction> predictions) {
    if (!images.isEmpty()) {
      List<List<Double>> probabilities = inference.probabilities(new ImageFiles(images));
      for (int i = 0; i < read.size(); i++) {
        predictions.accept(
            Prediction.of(read.get(i).toString(), probabilities.get(i), names, most));
      }
    }
    read.clear();
    images.clear();
  }

  /** Reads images as this network wants them. */
  public ImageDecoder decoder() {
    return decoder;
  }

  /**
   * All classes of one image, the most probable first.
   *
   * @throws IOException if the names of the classes cannot be read
   */
  public List<Prediction.Scored> predict(Image image) throws IOException {
    List<String> names = plan.recipe().data().made().labelNames();
    return Prediction.of(
            "", inference.probabilities(new ImageFiles(List.of(image))).get(0), names, names.size())
        .classes();
  }

  private Optional<Image> decode(Path file, List<Problem> problems) {
    if (!Files.isRegularFile(file)) {
      problems.add(Problem.error("predict/no-file", file.toString(), noFile(file)));
      return Optional.empty();
    }
    try {
      return Optional.of(decoder.decode(file));
    } catch (NoSuchFileException e) {
      problems.add(Problem.error("predict/no-file", file.toString(), "There is no such file."));
    } catch (AccessDeniedException e) {
      problems.add(Problem.error("predict/no-file", file.toString(), "It may not be read."));
    } catch (IOException e) {
      String message = Objects.requireNonNullElse(e.getMessage(), e.toString());
      problems.add(Problem.error("predict/no-image", file.toString(), message));
    }
    return Optional.empty();
  }

  private static String noFile(Path path) {
    if (Files.isDirectory(path)) {
      return "This is a folder. Name the images in it, such as " + path.resolve("*.png") + ".";
    }
    return Files.exists(path)
        ? "This is a pipe or a device, whose end is unknown. Write the image to a file."
        : "There is no such file.";
  }
}
