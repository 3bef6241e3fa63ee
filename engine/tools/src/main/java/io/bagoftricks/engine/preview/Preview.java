package io.bagoftricks.engine.preview;

import io.bagoftricks.api.data.DataSource;
import io.bagoftricks.api.data.Dataset;
import io.bagoftricks.api.data.Dataset.Image;
import io.bagoftricks.api.data.Picture;
import io.bagoftricks.api.data.Split;
import io.bagoftricks.api.random.Draws;
import io.bagoftricks.engine.internal.loader.ImageReader;
import io.bagoftricks.engine.internal.loader.SampleTrace;
import io.bagoftricks.engine.internal.loader.Thumbnail;
import io.bagoftricks.engine.internal.text.OneLine;
import io.bagoftricks.engine.internal.train.SamplePreview;
import io.bagoftricks.engine.picture.Sheet;
import io.bagoftricks.engine.plan.RunPlan;
import io.bagoftricks.engine.preview.ContactSheet.Card;
import io.bagoftricks.engine.preview.ContactSheet.Turn;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Makes a contact sheet of what the tricks of a recipe make of some training images. */
public final class Preview {
  private Preview() {}

  /**
   * The sheet of images that are drawn with the run's seed.
   *
   * @param epoch from 0, below the run's epochs
   * @param count how many images at most
   * @throws IOException if the data are not there or cannot be read
   */
  public static ContactSheet of(RunPlan plan, int epoch, int count) throws IOException {
    DataSource source = plan.recipe().data().made();
    try (Dataset images = source.open(Split.TRAIN)) {
      return of(plan, images, source.labelNames(), epoch, count);
    }
  }

  private static ContactSheet of(
      RunPlan plan, Dataset images, List<String> names, int epoch, int count) throws IOException {
    long seed = plan.recipe().training().seed();
    int[] order = Draws.of(seed).stream("preview").permutation(images.size());
    List<Integer> indices =
        Arrays.stream(order).limit(Math.min(count, order.length)).boxed().toList();
    List<Card> cards = new ArrayList<>();
    for (SamplePreview preview : SamplePreview.of(plan, images, epoch, indices)) {
      String name = OneLine.of(names.get(images.label(preview.index())));
      cards.add(
          new Card(
              String.format(Locale.ROOT, "%s  #%d", name, preview.index()),
              Sheet.picture(Thumbnail.of(images, preview.index(), ContactSheet.SIDE)),
              ImageReader.read(images, preview.index(), Picture::size, Image::size),
              Sheet.picture(preview.after().image()),
              preview.after().turns().stream().map(Preview::turn).toList()));
    }
    return new ContactSheet(
        OneLine.of(plan.recipe().name()),
        String.format(
            Locale.ROOT,
            "%d of %,d training images, before and after the tricks of epoch %d; seed %d",
            cards.size(),
            images.size(),
            epoch + 1,
            seed),
        cards);
  }

  private static Turn turn(SampleTrace.Turn turn) {
    String drawn = String.join(", ", turn.notes());
    if (drawn.isEmpty() && turn.opened()) {
      drawn = "changed pixels";
    } else if (drawn.isEmpty() && turn.moved()) {
      drawn = "changed geometry";
    }
    return new Turn(turn.instance(), OneLine.of(drawn));
  }
}
