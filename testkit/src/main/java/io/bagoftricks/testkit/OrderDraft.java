package io.bagoftricks.testkit;

import io.bagoftricks.api.RunFacts;
import io.bagoftricks.api.model.Model;
import io.bagoftricks.api.network.Shape;
import io.bagoftricks.api.random.Draws;

/**
 * A small run in which the order of two tricks is tried: ten epochs of two steps.
 *
 * @param size height and width of the images, of three channels in four classes
 * @param model of the network, as JSON
 * @param given the model that a recipe means by that of the test kit
 * @param seed of all draws
 */
record OrderDraft(int size, String model, Model given, long seed) {
  static final Shape IMAGE = new Shape(3, 12, 12);
  static final int CLASSES = 4;
  static final int BATCH = 8;

  /** Steps of the run, and tries of each order. */
  static final int TRIES = 20;

  /** Large enough for networks that halve it five times. */
  private static final int LARGE = 64;

  /** A draft for what is not the network's. */
  static OrderDraft plain() {
    return new OrderDraft(IMAGE.height(), cifar(2), PlainNetwork.defaults(), 1);
  }

  /**
   * A draft of a network that a seed draws: with blocks of either kind, with depthwise convolutions
   * and no blocks, and once the paper's.
   *
   * @param seed below {@link #TRIES}
   */
  static OrderDraft drawn(int seed) {
    Draws draws = Draws.of(seed).stream("order");
    int width = 2 + (int) draws.uniform(0, 6);
    Model bottlenecks = new BottleneckNetwork(width, 1 + seed % 3, draws.uniform() < 0.5);
    String model =
        switch (seed % 5) {
          case 0 -> cifar(width);
          case 1 ->
              seed == 1
                  ? "{\"type\": \"resnet\", \"depth\": 50}"
                  : "{\"type\": \"mobilenet\", \"multiplier\": %s}".formatted(width / 8.0);
          default -> "{\"type\": \"testkit-model\"}";
        };
    return new OrderDraft(LARGE, model, bottlenecks, seed);
  }

  static RunFacts facts() {
    return new RunFacts(CLASSES, 2L * BATCH, IMAGE, TRIES / 2, BATCH, 2, 0.1);
  }

  /** The recipe with entries of tricks. */
  String recipe(String entries) {
    return """
    {
      "name": "order",
      "data": {"type": "testkit-images", "channels": 3, "height": %s, "width": %s},
      "model": %s,
      "optimizer": {"type": "sgd"},
      "training": {"epochs": 10, "batchSize": 8, "seed": %s, "loaderThreads": 1},
      "tricks": [%s]
    }
    """
        .formatted(size, size, model, Long.toString(seed), entries);
  }

  private static String cifar(int width) {
    return "{\"type\": \"cifar-resnet\", \"depth\": 8, \"width\": " + width + "}";
  }
}
