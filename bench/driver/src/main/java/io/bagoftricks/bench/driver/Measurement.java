package io.bagoftricks.bench.driver;

/**
 * The measurements of one process.
 *
 * @param imagesPerSecond of its median step
 * @param best images/s of its shortest step
 * @param peakBytes its largest resident memory
 */
record Measurement(double imagesPerSecond, double best, long peakBytes) {}
