package io.bagoftricks.engine.internal.loader;

import io.bagoftricks.api.Moment;
import io.bagoftricks.api.Pixels;
import io.bagoftricks.api.data.Dataset;
import io.bagoftricks.api.data.Dataset.Image;
import io.bagoftricks.api.data.Picture;
import io.bagoftricks.api.data.ReplacedException;
import io.bagoftricks.api.network.Size;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * One image through sample steps, as a loader thread does it, but without normalization.
 *
 * @param image the result, on the scale 0 to 255, of the extent that the network receives
 * @param turns of the steps, in order
 */
public record SampleTrace(Image image, List<Turn> turns) {
  /**
   * A step's turn.
   *
   * @param instance its trick
   * @param notes of what it has drawn
   * @param moved whether it has recorded geometry
   * @param opened whether it has asked for the pixels
   */
  public record Turn(String instance, List<String> notes, boolean moved, boolean opened) {}

  /**
   * Runs steps on an image and executes the geometry that they recorded.
   *
   * @param image is taken over
   * @param index the position of the image in its data set; draws depend on it
   * @param target the extent that the network receives
   * @throws IllegalStateException if a step edits a slot that its trick does not declare
   */
  public static SampleTrace of(
      List<SampleStep> steps, Image image, long index, Moment moment, Size target) {
    try (WorkerBuffers buffers = new WorkerBuffers()) {
      return of(steps, new SampleView(index, image, target, moment, buffers), moment);
    }
  }

  /**
   * Runs steps on an image of a data set and executes the geometry that they recorded.
   *
   * @param index its position
   * @param target the extent that the network receives
   * @throws IOException if it cannot be read
   * @throws IllegalStateException if a step edits a slot that its trick does not declare
   */
  public static SampleTrace of(
      List<SampleStep> steps, Dataset images, int index, Moment moment, Size target)
      throws IOException {
    while (true) {
      try {
        Picture next = images.picture(index).orElse(null);
        if (next == null) {
          return of(steps, images.read(index), index, moment, target);
        }
        while (true) {
          try (WorkerBuffers buffers = new WorkerBuffers();
              Picture picture = next) {
            return of(steps, picture, index, moment, target, buffers);
          } catch (TooLargeException e) {
            next = next.refuse(e);
          }
        }
      } catch (ReplacedException e) {
        // by another one, which is there now
      }
    }
  }

  private static SampleTrace of(
      List<SampleStep> steps,
      Picture picture,
      int index,
      Moment moment,
      Size target,
      WorkerBuffers buffers)
      throws IOException {
    SampleView view = new SampleView(index, picture, picture.channels(), target, moment, buffers);
    try {
      return of(steps, view, moment);
    } catch (RuntimeException e) {
      throw view.failure().orElseThrow(() -> e);
    }
  }

  private static SampleTrace of(List<SampleStep> steps, SampleView view, Moment moment) {
    SampleEffects effects = new SampleEffects();
    List<Turn> turns = new ArrayList<>();
    for (SampleStep step : steps) {
      List<String> notes = new ArrayList<>();
      view.listen(notes::add);
      view.pass(step.draws().stream(moment.epoch()).stream(view.index()));
      step.action().accept(view);
      effects.note(step, view);
      turns.add(new Turn(step.instance(), notes, view.isMoved(), view.isOpened()));
    }
    Pixels pixels = view.finish();
    float[][] planes = new float[pixels.channels()][];
    for (int channel = 0; channel < planes.length; channel++) {
      planes[channel] = pixels.plane(channel);
    }
    return new SampleTrace(new Image(pixels.size(), planes), turns);
  }
}
