package io.bagoftricks.bench.photographs;

import com.sun.management.ThreadMXBean;
import io.bagoftricks.api.Moment;
import io.bagoftricks.api.data.Dataset;
import io.bagoftricks.api.data.Picture;
import io.bagoftricks.api.data.PixelBuffer;
import io.bagoftricks.api.data.Split;
import io.bagoftricks.api.network.Size;
import io.bagoftricks.api.random.Draws;
import io.bagoftricks.engine.Recipes;
import io.bagoftricks.engine.internal.loader.Loader;
import io.bagoftricks.engine.internal.loader.LoaderPass;
import io.bagoftricks.engine.internal.loader.LoaderSpec;
import io.bagoftricks.engine.internal.loader.SampleStep;
import io.bagoftricks.engine.internal.train.hook.SampleHooks;
import io.bagoftricks.engine.plan.RunPlan;
import io.bagoftricks.engine.plan.RunTricks;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The loader of a run on the photographs of a folder, without the network. */
final class OurInput {
  private static final int MOST_REDUCED = 8;

  private final RunPlan plan;
  private final List<SampleStep> steps;
  private final Dataset images;

  private OurInput(RunPlan plan, List<SampleStep> steps, Dataset images) {
    this.plan = plan;
    this.steps = steps;
    this.images = images;
  }

  /**
   * The training images of a folder.
   *
   * @param side of the result
   * @param jitter of its colors
   */
  static OurInput of(Path folder, int side, Jitter jitter) throws IOException {
    return of(plan(folder, side, jitter));
  }

  /** The training images of a pack, without jitter. */
  static OurInput ofPack(Path pack, int side) throws IOException {
    return of(plan("pack", pack, side, Jitter.NONE));
  }

  private static OurInput of(RunPlan plan) throws IOException {
    List<SampleStep> steps = SampleHooks.of(RunTricks.of(plan), Draws.of(42));
    return new OurInput(plan, steps, plan.recipe().data().made().open(Split.TRAIN));
  }

  /** The recipe, planned. */
  static RunPlan plan(Path folder, int side, Jitter jitter) {
    return plan("image-folder", folder, side, jitter);
  }

  private static RunPlan plan(String type, Path folder, int side, Jitter jitter) {
    String text =
        String.format(
            Locale.ROOT,
            """
            {"name": "input",
             "data": {"type": "%s", "root": "%s", "imageSize": %d,
                      "validation": {"share": 0.1}},
             "model": {"type": "resnet", "depth": 18},
             "optimizer": {"type": "nag", "learningRate": 0.05, "momentum": 0.9},
             "training": {"epochs": 1, "batchSize": 64, "seed": 42},
             "tricks": [
               {"trick": "normalize", "mean": [123.68, 116.779, 103.939],
                "standardDeviation": [58.393, 57.12, 57.375]},
               {"trick": "xresnet-d"},
               {"trick": "random-resized-crop"}, {"trick": "horizontal-flip"}%s]}
            """,
            type,
            folder,
            side,
            jitter.tricks());
    Recipes recipes = Recipes.load();
    return recipes.plan(recipes.parse(text, "input.json"));
  }

  /** The same photographs, every one of them decoded whole, and never reduced. */
  OurInput decodedWhole() {
    return decodedToTheEnd(1);
  }

  /** The same photographs, and rows below the crops are decoded too. */
  OurInput withAllRows() {
    return decodedToTheEnd(MOST_REDUCED);
  }

  private OurInput decodedToTheEnd(int mostReduced) {
    return new OurInput(
        plan,
        steps,
        new Dataset() {
          @Override
          public int size() {
            return images.size();
          }

          @Override
          public int label(int index) {
            return images.label(index);
          }

          @Override
          public Image read(int index) throws IOException {
            return images.read(index);
          }

          @Override
          public Optional<Picture> picture(int index) throws IOException {
            return images.picture(index).map(picture -> new ToTheEnd(picture, mostReduced));
          }
        });
  }

  private record ToTheEnd(Picture picture, int mostReduced) implements Picture {
    @Override
    public Size size() {
      return picture.size();
    }

    @Override
    public int channels() {
      return picture.channels();
    }

    @Override
    public Part decode(Cut cut, PixelBuffer buffer) throws IOException {
      int reduction = Math.min(mostReduced, cut.reduction());
      Part last =
          picture.decode(new Cut(size().height() - 1, 0, new Size(1, 1), reduction), buffer);
      return last.covers(cut)
          ? last
          : picture.decode(new Cut(cut.top(), cut.left(), cut.size(), reduction), buffer);
    }

    @Override
    public void close() {
      picture.close();
    }
  }

  /** How many photographs there are. */
  int size() {
    return images.size();
  }

  /** Reads all pixels of all photographs, and returns images per second. */
  double pixelRate() throws IOException {
    PixelBuffer buffer = new PixelBuffer();
    long start = System.nanoTime();
    for (int i = 0; i < images.size(); i++) {
      try (Picture picture = images.picture(i).orElseThrow()) {
        picture.decode(Picture.Cut.all(picture.size()), buffer);
      }
    }
    return images.size() / ((System.nanoTime() - start) * 1e-9);
  }

  /** Prepares all photographs, and returns images per second. */
  double rate(int threads) {
    LoaderSpec spec =
        new LoaderSpec(64, true, false, 1, threads, plan.settings().normalization(), steps);
    Dataset repeated = new Repeated(images);
    Loader loader = new Loader(repeated, spec, Draws.of(42));
    Moment begin = new Moment(0, 0, plan.facts().totalSteps());
    long start = System.nanoTime();
    try (LoaderPass pass = loader.pass(begin, plan.settings().inputSize(0))) {
      while (pass.hasNext()) {
        pass.next();
      }
    }
    return repeated.size() / ((System.nanoTime() - start) * 1e-9);
  }

  /**
   * Bytes of the Java heap that one thread allocates for an image, the buffers of a pass left out.
   */
  double bytesPerImage() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    AllocationWatch watch = new AllocationWatch(threads, images);
    new OurInput(plan, steps, watch).rate(1);
    return watch.bytesPerImage();
  }
}
