package io.bagoftricks.engine.predict;

import io.bagoftricks.api.data.Dataset;
import io.bagoftricks.api.data.Dataset.Image;
import io.bagoftricks.engine.evaluation.ClassMap;
import io.bagoftricks.engine.images.ImageDecoder;
import io.bagoftricks.engine.images.ImageRules;
import io.bagoftricks.engine.internal.train.Inference;
import io.bagoftricks.engine.plan.RunPlan;
import io.bagoftricks.engine.problem.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * Predicts the classes of image files, prepared as in the run's evaluation: loader threads decode
 * them while the network looks at those before.
 */
public final class Predictor {
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
   * Tells the most probable classes of each file, in order. A file that cannot be read costs the
   * others nothing.
   *
   * @param files at least one
   * @param most classes per image
   * @throws IOException if the names of the classes cannot be read, or the listener throws it
   */
  public void predict(List<Path> files, int most, PredictionListener listener) throws IOException {
    Telling telling = new Telling(files, most, listener);
    calling(() -> inference.predict(telling.images, telling::next));
  }

  /**
   * Tells the most probable classes of each file, and what the network looked at.
   *
   * @param files at least one
   * @param most classes per image
   * @param layer whose maps; empty for the last that has any
   * @param label of the class; empty for the most probable of each image
   * @throws IOException if the names of the classes cannot be read, or the listener throws it
   */
  public void explain(
      List<Path> files,
      int most,
      Optional<String> layer,
      OptionalInt label,
      PredictionListener listener)
      throws IOException {
    Telling telling = new Telling(files, most, listener);
    calling(() -> inference.explain(telling.images, layer, label, telling::next));
  }

  /** Reads images as this network wants them. */
  public ImageDecoder decoder() {
    return decoder;
  }

  /**
   * All classes of the image in a file, the most probable first.
   *
   * @throws IOException if it cannot be read, is not an image, or too large, or the names of the
   *     classes cannot be read; the message is a sentence
   */
  public List<Prediction.Scored> predict(Path file) throws IOException {
    ImagesToPredict images = new ImagesToPredict(List.of(file), decoder);
    List<Prediction.Scored> classes = classes(images);
    if (images.failure(0).isPresent()) {
      throw images.failure(0).get();
    }
    return classes;
  }

  /**
   * All classes of one image, the most probable first.
   *
   * @throws IOException if the names of the classes cannot be read
   */
  public List<Prediction.Scored> predict(Image image) throws IOException {
    return classes(new DecodedImage(image));
  }

  /** Of the first image. */
  private List<Prediction.Scored> classes(Dataset images) throws IOException {
    List<String> names = names();
    return Prediction.of("", inference.probabilities(images).get(0), names, names.size()).classes();
  }

  private List<String> names() throws IOException {
    return plan.recipe().data().made().labelNames();
  }

  private static void calling(Runnable action) throws IOException {
    try {
      action.run();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /** Goes with the images, one after another. */
  private final class Telling {
    private final List<Path> files;
    private final int most;
    private final PredictionListener listener;
    private final List<String> names;
    private final ImagesToPredict images;
    private final Iterator<Integer> indices;

    Telling(List<Path> files, int most, PredictionListener listener) throws IOException {
      this.files = List.copyOf(files);
      this.most = most;
      this.listener = listener;
      this.names = names();
      this.images = new ImagesToPredict(files, decoder);
      this.indices = IntStream.range(0, files.size()).iterator();
    }

    void next(List<Double> probabilities) {
      tell(probabilities, Optional.empty());
    }

    void next(List<Double> probabilities, ClassMap map) {
      tell(probabilities, Optional.of(map));
    }

    private void tell(List<Double> probabilities, Optional<ClassMap> map) {
      int index = indices.next();
      Optional<Problem> problem = images.problem(index);
      if (problem.isPresent()) {
        listener.onProblem(problem.get());
        return;
      }
      Path file = files.get(index);
      try {
        listener.onPrediction(
            file, Prediction.of(file.toString(), probabilities, names, most), map);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
