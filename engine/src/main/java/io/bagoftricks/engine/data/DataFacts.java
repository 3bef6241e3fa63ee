package io.bagoftricks.engine.data;

import io.bagoftricks.api.network.Shape;

/**
 * What is known of a data set without reading its images.
 *
 * @param classes number of labels
 * @param trainExamples images to learn from
 * @param testExamples images to be judged by
 * @param image the shape that the network receives
 */
public record DataFacts(int classes, long trainExamples, long testExamples, Shape image) {}
