package io.bagoftricks.engine.ablate;

/**
 * How one run of a variant ended.
 *
 * @param recipe resolved: what was trained
 * @param top1 share of test images, as is {@code top5}
 * @param loss mean cross-entropy on hard labels
 * @param seconds of the run
 */
record Trial(String recipe, double top1, double top5, double loss, double seconds) {}
