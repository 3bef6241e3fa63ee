package io.bagoftricks.engine.data;

import io.bagoftricks.api.Sample;
import io.bagoftricks.api.random.Draws;
import java.util.function.Consumer;

/**
 * What one trick does to each image. It runs in several loader threads at once.
 *
 * @param instance the trick's instance, for messages
 * @param draws the key of the trick at its hook; each image gets the stream of its epoch and its
 *     index in the data set, so that neither batch size nor threads change its draws
 * @param action changes geometry or pixels
 */
public record SampleStep(String instance, Draws draws, Consumer<Sample> action) {}
