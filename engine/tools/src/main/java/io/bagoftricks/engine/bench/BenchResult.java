package io.bagoftricks.engine.bench;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The measurements of a bench. Times are milliseconds per step.
 *
 * @param recipe its name
 * @param backend its id
 * @param mode {@code train} or {@code infer}
 * @param precision of activations, as the recipe asks
 * @param stored how the backend stores them: so, or more exactly
 * @param batch images of a step
 * @param microBatch images of a forward
 * @param size height of the images
 * @param image shape of an image: channels, height, width
 * @param warmUpSteps before the measured ones
 * @param steps measured, without a profiler
 * @param imagesPerSecond the median
 * @param lowerQuartile of the images per second, as {@code upperQuartile}
 * @param best images per second of the fastest step
 * @param stepMillis the median
 * @param peakBytes resident memory of the process at its peak; null where it is unknown
 * @param profiledSteps steps after the measured ones, with a profiler; the rest is of these
 * @param profiledStepMillis the mean
 * @param shareOutside the share outside convolution, matmul, normalization and pooling
 * @param kinds times by kind of the network's operations
 * @param parts times of forward, backward, loss, each hook and so on, which add up to the step
 */
public record BenchResult(
    String recipe,
    String backend,
    String mode,
    String precision,
    String stored,
    int batch,
    int microBatch,
    int size,
    String image,
    int warmUpSteps,
    int steps,
    double imagesPerSecond,
    double lowerQuartile,
    double upperQuartile,
    double best,
    double stepMillis,
    @Nullable Long peakBytes,
    int profiledSteps,
    double profiledStepMillis,
    double shareOutside,
    Map<String, Double> kinds,
    Map<String, Double> parts) {
  /** Copies the maps; their order stays. */
  public BenchResult {
    kinds = Collections.unmodifiableMap(new LinkedHashMap<>(kinds));
    parts = Collections.unmodifiableMap(new LinkedHashMap<>(parts));
  }
}
