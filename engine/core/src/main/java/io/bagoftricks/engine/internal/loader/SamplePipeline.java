package io.bagoftricks.engine.internal.loader;

import io.bagoftricks.api.Moment;
import io.bagoftricks.api.Pixels;
import io.bagoftricks.api.data.Dataset;
import io.bagoftricks.api.data.Picture;
import io.bagoftricks.api.data.ReplacedException;
import io.bagoftricks.api.network.Normalization;
import io.bagoftricks.api.network.Size;
import io.bagoftricks.api.random.Draws;
import io.bagoftricks.engine.internal.storage.StorageProblems;
import io.bagoftricks.engine.internal.values.FloatCheck;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The way of one image through a pass, from the data set to its place in a batch. */
final class SamplePipeline {
  private static final String DATA_SET = "The data set";

  private final Dataset dataset;
  private final LoaderSpec spec;
  private final Moment start;
  private final Size target;
  private final int @Nullable [] order;
  private final SampleEffects effects;

  /**
   * The pipeline of one pass.
   *
   * @param order the image at each position, or null for the order of the data set
   * @param effects where it notes what each trick edits
   */
  SamplePipeline(
      Dataset dataset,
      LoaderSpec spec,
      Moment start,
      Size target,
      int @Nullable [] order,
      SampleEffects effects) {
    this.dataset = dataset;
    this.spec = spec;
    this.start = start;
    this.target = target;
    this.order = order;
    this.effects = effects;
  }

  /** Values of one prepared image. */
  int imageLength() {
    return Math.multiplyExact(spec.channels(), Math.multiplyExact(target.height(), target.width()));
  }

  /**
   * Prepares the image at a position and writes it into its batch.
   *
   * @param buffers of this thread
   * @throws LoaderException with the image and the cause
   */
  void prepare(int position, LoaderBatch batch, WorkerBuffers buffers) {
    int index = order == null ? position : order[position];
    boolean isDone = false;
    while (!isDone) {
      try {
        prepare(position, index, batch, buffers);
        isDone = true;
      } catch (ReplacedException e) {
        // Another picture stands there now; whoever has drawn for it draws the same again.
      } finally {
        buffers.recycle();
      }
    }
  }

  /** An image that is too large for what is drawn for it has a stand-in, this time. */
  private void prepare(int position, int index, LoaderBatch batch, WorkerBuffers buffers)
      throws ReplacedException {
    try {
      Picture next = dataset.picture(index).orElse(null);
      boolean isDone = false;
      while (!isDone) {
        try (Picture picture = next) {
          prepare(position, index, picture, batch, buffers);
          isDone = true;
        } catch (TooLargeException e) {
          if (next == null) {
            throw e;
          }
          buffers.recycle();
          next = next.refuse(e);
        }
      }
    } catch (ReplacedException e) {
      throw e;
    } catch (IOException | RuntimeException | Error e) {
      throw e instanceof LoaderException known ? known : failure(DATA_SET, index, e);
    }
  }

  private void prepare(
      int position, int index, @Nullable Picture picture, LoaderBatch batch, WorkerBuffers buffers)
      throws ReplacedException, TooLargeException {
    String who = DATA_SET;
    SampleView view = null;
    try {
      view = view(index, picture, momentOf(position), buffers);
      Set<String> painters = new LinkedHashSet<>();
      for (SampleStep step : spec.steps()) {
        who = "Trick '" + step.instance() + "'";
        view.pass(draws(step, position, index));
        step.action().accept(view);
        throwFailure(view);
        effects.note(step, view);
        if (view.isOpened()) {
          painters.add(step.instance());
        }
      }
      who = "The loader";
      int place = Math.toIntExact(position - batch.firstPosition());
      normalize(view.finish(), batch.inputs(), place * imageLength());
      if (!painters.isEmpty()) {
        checkFinite(batch.inputs(), place * imageLength(), painters, position, index);
      }
      batch.labels()[place] = dataset.label(index);
      batch.indices()[place] = index;
    } catch (LoaderException | TooLargeException e) {
      throw e;
    } catch (IOException | RuntimeException | Error e) {
      IOException undecoded = view == null ? null : view.failure().orElse(null);
      if (undecoded instanceof ReplacedException replaced) {
        throw replaced;
      }
      if (undecoded instanceof TooLargeException tooLarge) {
        throw tooLarge;
      }
      throw undecoded == null ? failure(who, index, e) : failure(DATA_SET, index, undecoded);
    }
  }

  private LoaderException failure(String who, int index, Throwable cause) {
    return new LoaderException(
        String.format(
            Locale.ROOT,
            "%s failed on image %d in epoch %d: %s",
            who,
            index,
            start.epoch() + 1,
            words(cause)),
        cause);
  }

  /** Faults of files say all in words; of others the name of the class tells the kind. */
  private static String words(Throwable cause) {
    boolean isOfFile =
        cause instanceof FileSystemException
            || cause.getClass() == IOException.class
            || cause.getClass().getName().startsWith("io.bagoftricks.");
    return isOfFile && cause instanceof IOException file
        ? StorageProblems.words(file)
        : cause.toString();
  }

  /** Each showing of an image draws for itself; the first as if it were the only one. */
  private Draws draws(SampleStep step, int position, int index) {
    Draws first = step.draws().stream(start.epoch()).stream(index);
    int repeat = position % spec.repeats();
    return repeat == 0 ? first : first.stream(repeat);
  }

  private SampleView view(
      int index, @Nullable Picture picture, Moment moment, WorkerBuffers buffers)
      throws IOException {
    if (picture == null) {
      Dataset.Image image = dataset.read(index);
      try {
        return new SampleView(index, withChannels(image, buffers), target, moment, buffers);
      } catch (HeapShareException e) {
        throw e.of(image.size());
      }
    }
    checkChannels(picture.channels());
    return new SampleView(index, picture, spec.channels(), target, moment, buffers);
  }

  /** A trick may have caught what the pixels threw. */
  private static void throwFailure(SampleView view) throws IOException {
    if (view.failure().isPresent()) {
      throw view.failure().get();
    }
  }

  private void checkFinite(
      float[] values, int offset, Set<String> painters, int position, int index) {
    if (!FloatCheck.isFinite(values, offset, imageLength())) {
      Moment moment = momentOf(position);
      throw new LoaderException(
          String.format(
              Locale.ROOT,
              "[plugin/not-finite] '%s' in %s at epoch %d, step %d, image %d: pixels are not finite, and only tricks change them.",
              String.join("' or '", painters),
              spec.training() ? "onSample" : "onEvaluate",
              moment.epoch() + 1,
              moment.step() + 1,
              index));
    }
  }

  private Moment momentOf(int position) {
    return spec.training()
        ? new Moment(start.epoch(), start.step() + position / spec.batchSize(), start.totalSteps())
        : start;
  }

  private Dataset.Image withChannels(Dataset.Image image, WorkerBuffers buffers) {
    float[][] planes = image.planes();
    int channels = spec.channels();
    checkChannels(planes.length);
    if (planes.length == channels) {
      return image;
    }
    float[][] widened = buffers.planes(channels, planes[0].length);
    for (float[] plane : widened) {
      System.arraycopy(planes[0], 0, plane, 0, plane.length);
    }
    return new Dataset.Image(image.size(), widened);
  }

  private void checkChannels(int channels) {
    if (channels != 1 && channels != spec.channels()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "The image has %d channels, but the network receives %d; only gray images (1) are widened",
              channels,
              spec.channels()));
    }
  }

  private void normalize(Pixels pixels, float[] inputs, int offset) {
    Normalization normalization = spec.normalization();
    int to = offset;
    for (int channel = 0; channel < pixels.channels(); channel++) {
      float mean = normalization.mean().get(channel).floatValue();
      float deviation = normalization.standardDeviation().get(channel).floatValue();
      float[] plane = pixels.plane(channel);
      normalize(plane, mean, deviation, inputs, to);
      to += plane.length;
    }
  }

  /** A loop alone in its method is compiled to vectors. */
  private static void normalize(
      float[] plane, float mean, float deviation, float[] inputs, int to) {
    for (int i = 0; i < plane.length; i++) {
      inputs[to + i] = (plane[i] - mean) / deviation;
    }
  }
}
