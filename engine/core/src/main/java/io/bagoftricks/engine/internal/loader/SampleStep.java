package io.bagoftricks.engine.internal.loader;

import io.bagoftricks.api.Sample;
import io.bagoftricks.api.Slot;
import io.bagoftricks.api.random.Draws;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The work of one trick on each image. It runs in several loader threads at once.
 *
 * @param instance the trick's instance, for messages
 * @param draws the key of the trick at its hook; each image gets the stream of its epoch and its
 *     index in the data set, so that neither batch size nor threads change its draws
 * @param writes the slots of an image that the trick may edit: geometry, color, occlusion; anything
 *     else that it edits ends the pass
 * @param action changes geometry or pixels
 */
public record SampleStep(String instance, Draws draws, Set<Slot> writes, Consumer<Sample> action) {
  /** Copies the set. */
  public SampleStep {
    writes = Set.copyOf(writes);
  }
}
