package io.bagoftricks.api;

/**
 * The result of an evaluation, on hard labels.
 *
 * @param top1 share of images whose label has the largest logit
 * @param top5 share of images whose label is among the five largest logits
 * @param loss mean cross-entropy
 * @param calibrationError expected calibration error with 15 bins of equal width (Guo et al. 2017),
 *     from 0 to 1; NaN in the record of an older version
 * @param examples how many images
 * @since 0.1
 */
public record Metrics(
    double top1, double top5, double loss, double calibrationError, long examples) {}
