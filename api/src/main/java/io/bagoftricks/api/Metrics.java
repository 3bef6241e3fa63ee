package io.bagoftricks.api;

/**
 * The result of an evaluation, on hard labels.
 *
 * @param top1 share of images whose label has the largest logit
 * @param top5 share of images whose label is among the five largest logits
 * @param loss mean cross-entropy
 * @param examples how many images
 * @since 0.1
 */
public record Metrics(double top1, double top5, double loss, long examples) {}
