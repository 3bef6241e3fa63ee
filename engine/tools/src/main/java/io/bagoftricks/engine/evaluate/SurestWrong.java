package io.bagoftricks.engine.evaluate;

import io.bagoftricks.engine.evaluation.JudgedImage;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** Keeps, of the images that were taken for another class, those with the highest probabilities. */
final class SurestWrong {
  private static final Comparator<JudgedImage> SUREST_LAST =
      Comparator.comparingDouble(JudgedImage::probability)
          .thenComparing(Comparator.comparingInt(JudgedImage::index).reversed());

  private final int most;
  private final PriorityQueue<JudgedImage> kept = new PriorityQueue<>(SUREST_LAST);

  SurestWrong(int most) {
    this.most = most;
  }

  void add(JudgedImage image) {
    if (!image.isRight()) {
      kept.add(image);
      if (kept.size() > most) {
        kept.remove();
      }
    }
  }

  /** The surest first; of equally sure ones the first of the data. */
  List<JudgedImage> images() {
    return kept.stream().sorted(SUREST_LAST.reversed()).toList();
  }
}
