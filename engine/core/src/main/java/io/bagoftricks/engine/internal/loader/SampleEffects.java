package io.bagoftricks.engine.internal.loader;

import io.bagoftricks.api.Slot;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Which tricks have edited an image, and whether they had declared it. Loader threads share it. */
final class SampleEffects {
  private static final List<Slot> PIXELS = List.of(Slot.COLOR, Slot.OCCLUSION);

  private final Set<String> touched = ConcurrentHashMap.newKeySet();

  /**
   * Notes what a step did to an image that it just held.
   *
   * @throws IllegalStateException if it edited a slot that its trick does not declare
   */
  void note(SampleStep step, SampleView view) {
    if (view.isMoved() || view.isOpened()) {
      touched.add(step.instance());
    }
    if (view.isMoved() && !step.writes().contains(Slot.GEOMETRY)) {
      throw new IllegalStateException(
          "It edited [GEOMETRY], which its @Uses does not declare. Declare the slot: the order of"
              + " tricks is computed from it.");
    }
    // Pixels are changed in place, so asking for them counts; they serve color and occlusion alike.
    if (view.isOpened() && Collections.disjoint(step.writes(), PIXELS)) {
      throw new IllegalStateException(
          "It asked for the pixels, which is to edit COLOR or OCCLUSION, and its @Uses declares"
              + " neither. Declare one of them: the order of tricks is computed from it.");
    }
  }

  boolean touched(String instance) {
    return touched.contains(instance);
  }
}
