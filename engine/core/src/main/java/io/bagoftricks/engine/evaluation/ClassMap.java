package io.bagoftricks.engine.evaluation;

import io.bagoftricks.api.data.Dataset.Image;
import io.bagoftricks.api.network.Size;

/**
 * Where in an image a network finds a class: a class map by Grad-CAM (Selvaraju et al., Grad-CAM:
 * Visual Explanations from Deep Networks via Gradient-based Localization, ICCV 2017, equations 1
 * and 2): {@code max(0, sum_k alpha_k A_k)} of the maps {@code A_k} that a layer gives, where
 * {@code alpha_k} is the mean over all positions of the gradient of the class's logit with respect
 * to {@code A_k}.
 *
 * @param layer whose maps they are
 * @param label the class
 * @param probability of the class
 * @param prepared the image as the network saw it, on the scale 0 to 255
 * @param size of the map
 * @param values of the map, row-major, at least 0
 */
@SuppressWarnings("ArrayRecordComponent") // a buffer that is handed over, never compared
public record ClassMap(
    String layer, int label, double probability, Image prepared, Size size, float[] values) {}
