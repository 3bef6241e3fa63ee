package io.bagoftricks.engine.evaluation;

/**
 * The examples that a network is about as sure of: a bar of a reliability diagram.
 *
 * @param above the bin has the probabilities above this one
 * @param upTo and up to this one
 * @param examples how many
 * @param confidence their mean probability of the class that they are taken for; 0 without examples
 * @param accuracy the share that is right; 0 without examples
 */
public record CalibrationBin(
    double above, double upTo, long examples, double confidence, double accuracy) {}
