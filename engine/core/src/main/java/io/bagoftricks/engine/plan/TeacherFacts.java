package io.bagoftricks.engine.plan;

import io.bagoftricks.api.network.Network;
import io.bagoftricks.api.network.Normalization;
import io.bagoftricks.api.network.Shape;
import java.util.Optional;

/**
 * Facts of a frozen network that are known without building it.
 *
 * @param description in words, for people
 * @param classes the number of logits
 * @param channels of an image
 * @param input the shape of an image as the network receives it; empty where it takes any size
 * @param normalization of its pixels
 * @param parameters how many values its weights have
 * @param network its layers, where they are known
 * @param sha256 of all that decides its logits
 */
public record TeacherFacts(
    String description,
    int classes,
    int channels,
    Optional<Shape> input,
    Normalization normalization,
    long parameters,
    Optional<Network> network,
    String sha256) {}
