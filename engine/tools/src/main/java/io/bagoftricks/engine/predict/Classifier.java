package io.bagoftricks.engine.predict;

import com.google.common.util.concurrent.Uninterruptibles;
import io.bagoftricks.api.Metrics;
import io.bagoftricks.api.data.Dataset;
import io.bagoftricks.api.data.Dataset.Image;
import io.bagoftricks.api.network.Shape;
import io.bagoftricks.api.network.Size;
import io.bagoftricks.backends.spi.Backend;
import io.bagoftricks.backends.spi.BackendUnavailableException;
import io.bagoftricks.engine.Recipes;
import io.bagoftricks.engine.backend.BackendRegistry;
import io.bagoftricks.engine.images.ImageRules;
import io.bagoftricks.engine.internal.run.RunFolder;
import io.bagoftricks.engine.internal.train.Inference;
import io.bagoftricks.engine.internal.weights.RunWeights;
import io.bagoftricks.engine.internal.weights.WeightsChoice;
import io.bagoftricks.engine.plan.RunPlan;
import io.bagoftricks.engine.predict.Prediction.Scored;
import io.bagoftricks.engine.problem.Problem;
import io.bagoftricks.engine.problem.ProblemException;
import io.bagoftricks.engine.storage.Disk;
import io.bagoftricks.engine.train.NoResultException;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;

/**
 * A trained network in use by a program, with the weights that its run has kept. Any number of
 * threads may ask it; the network answers them one after another, in a thread of its own, because a
 * backend is used from one thread.
 */
public final class Classifier implements AutoCloseable {
  private final RunPlan plan;
  private final Inference inference;
  private final Predictor predictor;
  private final ExecutorService thread;
  private final List<Problem> warnings;

  private Classifier(
      RunPlan plan,
      Inference inference,
      Predictor predictor,
      ExecutorService thread,
      List<Problem> warnings) {
    this.plan = plan;
    this.inference = inference;
    this.predictor = predictor;
    this.thread = thread;
    this.warnings = List.copyOf(warnings);
  }

  /**
   * The network of a run, on the fastest backend that runs here, with the tricks on the class path.
   *
   * @param run the run's folder; its data need not be there
   * @throws ProblemException if the folder holds no finished run, or its files are damaged
   * @throws BackendUnavailableException if no backend runs here, with the reasons
   * @throws IOException if the thread was interrupted
   */
  public static Classifier load(Path run) throws IOException, BackendUnavailableException {
    return load(Recipes.load(), run);
  }

  /**
   * The network of a run that was trained with plugins: those of these recipes.
   *
   * @param run the run's folder; its data need not be there
   * @throws ProblemException if the folder holds no finished run, or its files are damaged
   * @throws BackendUnavailableException if no backend runs here, with the reasons
   * @throws IOException if the thread was interrupted
   */
  public static Classifier load(Recipes recipes, Path run)
      throws IOException, BackendUnavailableException {
    return load(recipes, run, Optional.empty(), WeightsChoice.EVALUATED);
  }

  /**
   * The network of a run.
   *
   * @param run the run's folder; its data need not be there
   * @param backend by its id; empty for the fastest that runs here
   * @throws ProblemException if the folder holds no run, it has no such weights, or its files are
   *     damaged
   * @throws BackendUnavailableException if the backend does not run here, with the reason
   * @throws IOException if the thread was interrupted
   */
  public static Classifier load(
      Recipes recipes, Path run, Optional<String> backend, WeightsChoice weights)
      throws IOException, BackendUnavailableException {
    List<Problem> warnings = new ArrayList<>();
    RunPlan plan = recipes.planOfRun(run, List.of(), warnings::add);
    Backend opened =
        BackendRegistry.of(Classifier.class.getClassLoader()).open(backend, message -> {});
    ExecutorService thread =
        Executors.newSingleThreadExecutor(
            task -> {
              Thread worker = new Thread(task, "classifier of " + run.getFileName());
              worker.setDaemon(true);
              return worker;
            });
    Future<Classifier> loading =
        thread.submit(
            () -> {
              Inference inference = Inference.of(plan, opened, plan.settings().precision());
              try {
                RunWeights.load(
                    RunFolder.open(Disk.local(), run, recipes.plugins().folders()),
                    weights,
                    inference);
                Predictor predictor = new Predictor(plan, inference, ImageRules.defaults());
                return new Classifier(plan, inference, predictor, thread, warnings);
              } catch (RuntimeException | Error e) {
                try (inference) {
                  throw e;
                }
              }
            });
    try {
      return result(loading);
    } catch (InterruptedIOException e) {
      thread.execute(() -> closeLoaded(loading));
      thread.shutdown();
      throw e;
    } catch (IOException | RuntimeException | Error e) {
      thread.shutdown();
      throw e;
    }
  }

  /** Frees a network that nobody waits for any more. */
  private static void closeLoaded(Future<Classifier> loading) {
    try {
      loading.get().inference.close();
    } catch (InterruptedException | ExecutionException e) {
      return; // there is none
    }
  }

  /**
   * Warnings of what may be different from when the run was trained, such as a recipe that was
   * changed since; empty where nothing is known to be.
   */
  public List<Problem> warnings() {
    return warnings;
  }

  /**
   * The names of the classes, by label.
   *
   * @throws IOException if they cannot be read
   */
  public List<String> classNames() throws IOException {
    return plan.recipe().data().made().labelNames();
  }

  /** The shape of one image: channels, height and width. */
  public Shape input() {
    return plan.facts().input();
  }

  /**
   * Classifies the image in a file: all classes, the most probable first.
   *
   * @param image JPEG, PNG, GIF, WebP, BMP or TIFF; transparent pixels are seen over white
   * @throws IOException if it cannot be read, is not an image, or too large; the message is a
   *     sentence
   * @throws NoResultException if the network's output is not finite
   */
  public List<Scored> predict(Path image) throws IOException {
    return numbers(() -> predictor.predict(image));
  }

  /**
   * Classifies an image: all classes, the most probable first.
   *
   * @param image in any color model; transparent pixels are seen over white
   * @throws IOException if the names of the classes cannot be read
   * @throws NoResultException if the network's output is not finite
   */
  public List<Scored> predict(BufferedImage image) throws IOException {
    return classes(predictor.decoder().take(image));
  }

  /**
   * Classifies an image: all classes, the most probable first.
   *
   * @param planes values from 0 to 255, as [channel][row][column]; red, green, blue, or gray
   * @throws IllegalArgumentException if the planes are not as many as the network's channels, not
   *     all of one height and width, or have a value that is not finite
   * @throws IOException if the names of the classes cannot be read
   * @throws NoResultException if the network's output is not finite
   */
  public List<Scored> predict(float[][][] planes) throws IOException {
    return classes(image(planes));
  }

  /**
   * Evaluates the network on the images that its run is judged by: the test split of its data, or
   * the validation split where they have no other.
   *
   * @throws IOException if the data are not there, or not those of the run
   */
  public Metrics evaluate() throws IOException {
    return call(
        () -> {
          try (Dataset test = plan.recipe().data().made().open(plan.roles().judged())) {
            return inference.evaluate(test).metrics();
          }
        });
  }

  private List<Scored> classes(Image image) throws IOException {
    return numbers(() -> predictor.predict(image));
  }

  private List<Scored> numbers(Callable<List<Scored>> prediction) throws IOException {
    List<Scored> classes = call(prediction);
    if (classes.stream().anyMatch(scored -> !Double.isFinite(scored.probability()))) {
      throw new NoResultException(
          "[predict/not-finite] The network's output is not finite, so the image has no class. Use"
              + " other weights of the run, or train it anew with a lower learning rate.");
    }
    return classes;
  }

  private Image image(float[][][] planes) {
    Shape input = input();
    int height = planes.length == 0 ? 0 : planes[0].length;
    int width = height == 0 ? 0 : planes[0][0].length;
    if (planes.length != input.channels() || width == 0) {
      throw new IllegalArgumentException(
          "The network takes %s channels of at least one pixel, but the image has %s of %s x %s."
              .formatted(input.channels(), planes.length, height, width));
    }
    float[][] flat = new float[planes.length][height * width];
    for (int channel = 0; channel < planes.length; channel++) {
      for (int y = 0; y < height; y++) {
        if (planes[channel].length != height || planes[channel][y].length != width) {
          throw new IllegalArgumentException(
              "Row %s of channel %s does not have the image's size, %s x %s."
                  .formatted(y, channel, height, width));
        }
        for (int x = 0; x < width; x++) {
          float value = planes[channel][y][x];
          if (!Float.isFinite(value)) {
            throw new IllegalArgumentException(
                "The value of channel %s at row %s, column %s is %s. Values are from 0 to 255."
                    .formatted(channel, y, x, value));
          }
          flat[channel][y * width + x] = value;
        }
      }
    }
    return new Image(new Size(height, width), flat);
  }

  /** In the thread of the network; what it throws is thrown here. */
  private <T> T call(Callable<T> task) throws IOException {
    Future<T> asked;
    try {
      asked = thread.submit(task);
    } catch (RejectedExecutionException e) {
      throw new IllegalStateException("The classifier is closed. Load the run again.", e);
    }
    return result(asked);
  }

  private static <T> T result(Future<T> asked) throws IOException {
    try {
      return asked.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw (IOException)
          new InterruptedIOException("Interrupted while the network was at work").initCause(e);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      if (cause instanceof IOException io) {
        throw io;
      }
      if (cause instanceof RuntimeException failure) {
        throw failure;
      }
      if (cause instanceof Error error) {
        throw error;
      }
      throw new IllegalStateException(cause);
    }
  }

  /**
   * Frees the network, when it has answered all who have asked it before, and returns when it is
   * free; a second time there is nothing to do. Whoever asks it then gets an {@link
   * IllegalStateException}.
   */
  @Override
  public void close() {
    synchronized (thread) {
      if (!thread.isShutdown()) {
        thread.execute(inference::close);
        thread.shutdown();
      }
    }
    Uninterruptibles.awaitTerminationUninterruptibly(thread);
  }
}
