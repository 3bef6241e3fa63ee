package io.bagoftricks.backends.onednn.internal.plan;

import io.bagoftricks.api.network.Layer;
import io.bagoftricks.api.network.Shape;
import io.bagoftricks.backends.onednn.internal.natives.Formats;
import io.bagoftricks.backends.spi.LocalParameters;
import io.bagoftricks.backends.spi.Phase;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.dnnl.memory;

/**
 * Where a unit stands in a plan.
 *
 * @param shapes of all layers, by name
 * @param inputs the tensors it reads; the images of the network's input as they came
 * @param mayOverwrite for each input whether nobody reads it later
 * @param logits where the network's output goes, if this unit computes it
 */
public record Placement(
    PlanContext context,
    Unit unit,
    Map<String, Shape> shapes,
    List<Tensor> inputs,
    List<Boolean> mayOverwrite,
    Optional<Tensor> logits) {

  public String name() {
    return unit.first().name();
  }

  /** The settings of the first layer. */
  public <L extends Layer> L layer(Class<L> kind) {
    return kind.cast(unit.first().layer());
  }

  public int batch() {
    return context.spec().batch();
  }

  public boolean training() {
    return context.spec().phase() == Phase.TRAINING;
  }

  public Assembler assembler() {
    return context.assembler();
  }

  public Formats formats() {
    return context.assembler().formats();
  }

  public Shape inputShape(int index) {
    return shape(unit.inputs().get(index));
  }

  public Shape outputShape() {
    return shape(unit.name());
  }

  /** The shape that the first layer gives, whatever is fused behind it. */
  public Shape convolvedShape() {
    return shape(unit.first().name());
  }

  /** An input as activations are stored. */
  public Tensor storedInput(int index) {
    return assembler().converted(inputs.get(index), formats().stored(batch(), inputShape(index)));
  }

  /** A new tensor for the output as activations are stored. */
  public Tensor newOutput() {
    return assembler().allocate(formats().stored(batch(), outputShape()));
  }

  /**
   * Where the output goes that takes the place of an input: the input itself, where nobody reads it
   * later and it is stored as the output will be; else a new tensor.
   */
  public Tensor outputOver(int index) {
    Tensor input = inputs.get(index);
    return mayOverwrite.get(index) && input.desc().equals(formats().stored(batch(), outputShape()))
        ? input
        : newOutput();
  }

  /** The names in the network of the first layer's parameters. */
  public LocalParameters<String> parameters() {
    List<Shape> inputShapes = unit.first().inputs().stream().map(this::shape).toList();
    return LocalParameters.of(unit.first(), inputShapes, name -> name);
  }

  /** A batch of an input's shape in the plan's order. */
  public memory.desc inputDesc(int index, memory.data_type type) {
    return formats().of(batch(), inputShape(index), type);
  }

  private Shape shape(String name) {
    Shape shape = shapes.get(name);
    if (shape == null) {
      throw new IllegalArgumentException("The network has no layer '" + name + "'");
    }
    return shape;
  }
}
