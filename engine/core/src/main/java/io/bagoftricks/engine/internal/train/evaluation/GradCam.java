package io.bagoftricks.engine.internal.train.evaluation;

import io.bagoftricks.api.network.Network;
import io.bagoftricks.api.network.Parameter;
import io.bagoftricks.api.network.Precision;
import io.bagoftricks.api.network.Shape;
import io.bagoftricks.api.random.Draws;
import io.bagoftricks.backends.spi.Accumulate;
import io.bagoftricks.backends.spi.Backend;
import io.bagoftricks.backends.spi.Phase;
import io.bagoftricks.backends.spi.Plan;
import io.bagoftricks.backends.spi.PlanSpec;
import io.bagoftricks.backends.spi.Weights;
import io.bagoftricks.engine.evaluation.ClassMap;
import io.bagoftricks.engine.internal.classmap.HeadNetwork;
import io.bagoftricks.engine.internal.train.memory.PlanCache;
import io.bagoftricks.engine.problem.Problem;
import io.bagoftricks.engine.problem.ProblemException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Computes the values of {@link ClassMap}: a forward pass of the whole network with one layer's
 * output kept, and for each image a forward and a backward pass of what is behind that layer. The
 * weights are those at the time it is made.
 */
public final class GradCam implements AutoCloseable {
  private final PlanCache plans;
  private final Shape image;
  private final String layer;
  private final HeadNetwork head;
  private final Weights headWeights;
  private final Plan headPlan;
  private final Map<Integer, Plan> tapped = new HashMap<>();

  private GradCam(
      Backend backend,
      Weights weights,
      PlanCache plans,
      Precision masters,
      Shape image,
      Network evaluated,
      String layer) {
    this.plans = plans;
    this.image = image;
    this.layer = layer;
    head = HeadNetwork.of(evaluated, layer, image);
    headWeights = backend.allocate(head.network(), masters);
    head.copy(weights, headWeights);
    Set<String> frozen = new HashSet<>();
    head.network().parameters().stream().map(Parameter::name).forEach(frozen::add);
    frozen.remove(head.shift());
    headPlan =
        backend.plan(
            headWeights,
            new PlanSpec(1, head.network().input(), Phase.TRAINING, masters, Set.of(), frozen));
  }

  /**
   * For the weights that are in place.
   *
   * @param masters precision of the weights
   * @param image the shape of the network's input
   * @param layer empty for the last that has a map
   * @throws ProblemException if the network has no such layer
   */
  public static GradCam of(
      Backend backend,
      Weights weights,
      PlanCache plans,
      Precision masters,
      Shape image,
      Optional<String> layer) {
    Network evaluated = weights.network().evaluated(Set.copyOf(layer.stream().toList()));
    List<String> layers = HeadNetwork.layers(evaluated, image);
    if (layers.isEmpty() || (layer.isPresent() && !layers.contains(layer.get()))) {
      throw new ProblemException(
          List.of(
              Problem.error(
                  "class-map/no-map",
                  "",
                  layers.isEmpty()
                      ? "No layer of this network has a map of more than one position of an image of %s, so it cannot be said where a class is."
                          .formatted(image)
                      : "'%s' is not a layer with a map of more than one position by which alone the logits depend on the image. Such are: %s."
                          .formatted(layer.orElse(""), String.join(", ", layers)))));
    }
    String chosen = layer.orElse(layers.get(layers.size() - 1));
    return new GradCam(backend, weights, plans, masters, image, evaluated, chosen);
  }

  String layer() {
    return layer;
  }

  /**
   * The maps that the layer gives, shape [batch, channels, height, width]; valid until the next
   * call.
   *
   * @param inputs shape [batch, channels, height, width]
   */
  INDArray activations(INDArray inputs, Draws draws) {
    Plan plan =
        tapped.computeIfAbsent(
            (int) inputs.size(0),
            batch -> plans.tapped(batch, image, Phase.EVALUATION, Set.of(layer)));
    plan.forward(inputs, draws);
    return plan.tap(layer);
  }

  /**
   * The values of the map of a class.
   *
   * @param activations of a batch
   * @param row of the image in it
   */
  float[] values(INDArray activations, int row, int label, Draws draws) {
    INDArray maps =
        activations
            .get(
                NDArrayIndex.interval(row, row + 1),
                NDArrayIndex.all(),
                NDArrayIndex.all(),
                NDArrayIndex.all())
            .dup('c');
    INDArray logits = headPlan.forward(maps, draws);
    INDArray ofClass = Nd4j.zeros(logits.dataType(), logits.shape());
    ofClass.putScalar(0, label, 1);
    headPlan.backward(ofClass, Accumulate.OVERWRITE);
    float[] gradient = headWeights.gradient(head.shift()).dup('c').data().asFloat();
    float[] values = sum(maps.data().asFloat(), gradient);
    maps.close();
    ofClass.close();
    return values;
  }

  private float[] sum(float[] maps, float[] gradient) {
    Shape shape = head.network().input();
    int area = shape.height() * shape.width();
    double[] sum = new double[area];
    for (int channel = 0; channel < shape.channels(); channel++) {
      double alpha = 0;
      for (int i = channel * area; i < (channel + 1) * area; i++) {
        alpha += gradient[i] / area;
      }
      for (int i = 0; i < area; i++) {
        sum[i] += alpha * maps[channel * area + i];
      }
    }
    float[] values = new float[area];
    for (int i = 0; i < area; i++) {
      values[i] = (float) Math.max(0, sum[i]);
    }
    return values;
  }

  /** Height and width of the maps, and how many there are. */
  Shape shape() {
    return head.network().input();
  }

  @Override
  public void close() {
    tapped.values().forEach(Plan::close);
    headPlan.close();
    headWeights.close();
  }
}
