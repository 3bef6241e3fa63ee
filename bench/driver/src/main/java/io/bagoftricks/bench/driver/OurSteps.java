package io.bagoftricks.bench.driver;

import io.bagoftricks.bench.measure.Mode;
import io.bagoftricks.bench.measure.NumberType;
import io.bagoftricks.bench.network.NetworkName;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Our engine's training steps on synthetic images, measured in a process of their own.
 *
 * @param type what the recipe stores activations in
 * @param batch images per step
 * @param size side of an image
 * @param steps that count in a process
 * @param level that the process is limited to; without one the processor's own
 */
public record OurSteps(
    NetworkName model, NumberType type, int batch, int size, int steps, Optional<Level> level) {

  /**
   * Measures once, in a fresh process.
   *
   * @param bench the folder {@code bench} of the checkout
   * @param tricks the launcher
   * @param trace receives the profiled steps, in Chrome's format
   */
  public StepProfile profile(Path bench, Path tricks, int threads, Path trace) {
    Case work = new Case(Peer.OURS, model, Mode.TRAIN, type, List.of(type), batch, size);
    List<String> profiled = List.of("--profile", trace.toString());
    Effort effort = new Effort(1, steps, OptionalInt.empty(), threads, level, profiled);
    return new Commands(bench, tricks).ours(work, effort).run(StepProfile.class);
  }

  /** The work in words. */
  public String title() {
    return "%s, %s, batch %s, training, %s recipe".formatted(model, size, batch, type);
  }
}
