package io.bagoftricks.engine.cli;

import io.bagoftricks.engine.train.TrainingResult;

/**
 * The last line that {@code tricks train} prints.
 *
 * @param run the run's folder
 * @param top1 share of test images, as are {@code top5}
 * @param loss mean cross-entropy on hard labels
 * @param seconds of the whole run, evaluations included
 * @param imagesPerSecond training throughput, evaluations not counted
 */
record TrainResultLine(
    String run,
    String backend,
    int epochs,
    double top1,
    double top5,
    double loss,
    double seconds,
    double imagesPerSecond) {
  static TrainResultLine of(String run, String backend, TrainingResult result) {
    return new TrainResultLine(
        run,
        backend,
        result.epochs().size(),
        result.metrics().top1(),
        result.metrics().top5(),
        result.metrics().loss(),
        result.seconds(),
        result.imagesPerSecond());
  }
}
