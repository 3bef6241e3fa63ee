package io.bagoftricks.engine.internal.model;

import io.bagoftricks.api.model.Model;
import io.bagoftricks.api.model.NetworkBuilder;
import io.bagoftricks.api.network.GlobalAvgPool;
import io.bagoftricks.api.network.Linear;
import io.bagoftricks.api.network.Network;

/**
 * Inception v3 (Szegedy et al. 2016, arXiv:1512.00567) for images of 299x299, as torchvision and
 * GluonCV have it, without the auxiliary head: blocks of branches side by side, in which 7x7
 * windows are cut into 1x7 and 7x1. Layers have torchvision's names.
 */
public record InceptionV3() implements Model {
  @Override
  public void build(NetworkBuilder network) {
    InceptionBlocks blocks = new InceptionBlocks(network);
    String flow = blocks.conv("Conv2d_1a_3x3", 32, 3, 2, 0, Network.INPUT);
    flow = blocks.conv("Conv2d_2a_3x3", 32, 3, 1, 0, flow);
    flow = blocks.conv("Conv2d_2b_3x3", 64, 3, 1, 1, flow);
    flow = blocks.maxPool("maxpool1", flow);
    flow = blocks.conv("Conv2d_3b_1x1", 80, 1, 1, 0, flow);
    flow = blocks.conv("Conv2d_4a_3x3", 192, 3, 1, 0, flow);
    flow = blocks.maxPool("maxpool2", flow);
    network.markStem(flow);
    flow = blocks.a("Mixed_5b", 32, flow);
    flow = blocks.a("Mixed_5c", 64, flow);
    flow = blocks.a("Mixed_5d", 64, flow);
    flow = blocks.b("Mixed_6a", flow);
    flow = blocks.c("Mixed_6b", 128, flow);
    flow = blocks.c("Mixed_6c", 160, flow);
    flow = blocks.c("Mixed_6d", 160, flow);
    flow = blocks.c("Mixed_6e", 192, flow);
    flow = blocks.d("Mixed_7a", flow);
    flow = blocks.e("Mixed_7b", flow);
    flow = blocks.e("Mixed_7c", flow);
    flow = network.add("global_pool", new GlobalAvgPool(), flow);
    network.add("fc", Linear.of(network.classes()), flow);
  }
}
