package io.bagoftricks.engine.data;

import io.bagoftricks.api.Moment;
import io.bagoftricks.api.Pixels;
import io.bagoftricks.api.data.Dataset.Image;
import io.bagoftricks.api.network.Size;
import java.util.List;

/** One image through sample steps, as a loader thread does it, but without normalization. */
public final class SampleCall {
  private SampleCall() {}

  /**
   * Runs steps on an image and executes the geometry that they recorded.
   *
   * @param image is taken over
   * @param index the position of the image in its data set; draws depend on it
   * @param target the extent that the network receives
   * @return pixels on the scale 0 to 255, of the extent {@code target}
   * @throws IllegalStateException if a step edits a slot that its trick does not declare
   */
  public static Image run(
      List<SampleStep> steps, Image image, long index, Moment moment, Size target) {
    SampleView view = new SampleView(index, image, target, moment);
    SampleEffects effects = new SampleEffects();
    for (SampleStep step : steps) {
      view.pass(step.draws().stream(moment.epoch()).stream(index));
      step.action().accept(view);
      effects.note(step, view);
    }
    Pixels pixels = view.finish();
    float[][] planes = new float[pixels.channels()][];
    for (int channel = 0; channel < planes.length; channel++) {
      planes[channel] = pixels.plane(channel);
    }
    return new Image(pixels.size(), planes);
  }
}
