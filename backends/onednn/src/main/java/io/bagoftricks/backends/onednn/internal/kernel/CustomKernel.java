package io.bagoftricks.backends.onednn.internal.kernel;

import io.bagoftricks.api.network.CustomLayer;
import io.bagoftricks.api.network.Parameter;
import io.bagoftricks.api.network.Role;
import io.bagoftricks.api.network.Shape;
import io.bagoftricks.backends.onednn.internal.natives.Address;
import io.bagoftricks.backends.onednn.internal.natives.Formats;
import io.bagoftricks.backends.onednn.internal.plan.Assembler;
import io.bagoftricks.backends.onednn.internal.plan.OneDnnWeights;
import io.bagoftricks.backends.onednn.internal.plan.Placement;
import io.bagoftricks.backends.onednn.internal.plan.PlanArrays;
import io.bagoftricks.backends.onednn.internal.plan.Tensor;
import io.bagoftricks.backends.spi.CustomLayerRun;
import io.bagoftricks.backends.spi.LocalParameters;
import io.bagoftricks.backends.spi.Profiler.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.bytedeco.dnnl.memory;
import org.bytedeco.javacpp.Pointer;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A plugin's layer, between conversions to ND4J's order of values: of 32 bits, or of the plan's
 * type.
 */
public final class CustomKernel implements Kernel {
  private final Placement at;
  private final Assembler assembler;
  private final PlanArrays arrays;
  private final memory.data_type type;
  private final CustomLayerRun run;
  private final Tensor output;

  public CustomKernel(Placement at, OneDnnWeights weights) {
    this.at = at;
    this.assembler = at.assembler();
    this.arrays = at.context().arrays();
    this.type =
        at.layer(CustomLayer.class).inStoredPrecision()
            ? at.formats().storage()
            : memory.data_type.f32;
    List<INDArray> inputs = new ArrayList<>();
    for (int i = 0; i < at.inputs().size(); i++) {
      INDArray array = array(at.inputShape(i));
      inputs.add(array);
      assembler.reorder(at.inputs().get(i), tensor(array, at.inputShape(i)));
    }
    INDArray result = array(at.outputShape());
    this.run =
        arrays.own(
            new CustomLayerRun(
                at.name(),
                at.layer(CustomLayer.class),
                at.training(),
                inputs,
                result,
                named(weights::parameter)));
    assembler.run(Kind.CUSTOM, none -> run.forward(arrays.draws()));
    this.output = at.newOutput();
    assembler.reorder(tensor(result, at.outputShape()), output);
  }

  @Override
  public Tensor output() {
    return output;
  }

  @Override
  public boolean needsOutput() {
    return false;
  }

  @Override
  public List<@Nullable Tensor> backward(OutputGradient gradient, List<Boolean> wanted) {
    INDArray ofOutput = array(at.outputShape());
    assembler.reorder(gradient.whole(), tensor(ofOutput, at.outputShape()));
    List<INDArray> ofInputs = new ArrayList<>();
    for (int i = 0; i < at.inputs().size(); i++) {
      ofInputs.add(array(at.inputShape(i)));
    }
    Map<String, INDArray> ofParameters = new HashMap<>();
    for (Parameter parameter : at.unit().first().parameters()) {
      long[] shape = parameter.shape().stream().mapToLong(Integer::longValue).toArray();
      ofParameters.put(parameter.name(), arrays.create(shape));
    }
    LocalParameters<INDArray> gradients =
        named(
            name -> {
              INDArray array = ofParameters.get(name);
              if (array == null) {
                throw new IllegalArgumentException("no parameter '" + name + "'");
              }
              return array;
            });
    assembler.run(Kind.CUSTOM, none -> run.backward(ofOutput, ofInputs, gradients));
    for (Parameter parameter : at.unit().first().parameters()) {
      INDArray array = ofParameters.get(parameter.name());
      if (array != null) {
        commit(parameter, array);
      }
    }
    List<@Nullable Tensor> results = new ArrayList<>();
    for (int i = 0; i < ofInputs.size(); i++) {
      results.add(wanted.get(i) ? stored(ofInputs.get(i), at.inputShape(i)) : null);
    }
    return results;
  }

  private Tensor stored(INDArray array, Shape shape) {
    Tensor target = assembler.allocate(at.formats().stored(at.batch(), shape));
    assembler.reorder(tensor(array, shape), target);
    return target;
  }

  private void commit(Parameter parameter, INDArray gradient) {
    if (parameter.role() == Role.WEIGHT) {
      at.context()
          .gradients()
          .commit(
              parameter.name(),
              Assembler.at(Address.of(gradient), Formats.vector(gradient.length())));
      return;
    }
    Address from = Address.of(gradient);
    Address to = at.context().gradients().vector(parameter.name()).block().address(0);
    long bytes = gradient.length() * Float.BYTES;
    assembler.run(Kind.CONVERSION, none -> Pointer.memcpy(to, from, bytes));
  }

  private LocalParameters<INDArray> named(Function<String, INDArray> arrayOf) {
    List<Shape> inputShapes = new ArrayList<>();
    for (int i = 0; i < at.inputs().size(); i++) {
      inputShapes.add(at.inputShape(i));
    }
    return LocalParameters.of(at.unit().first(), inputShapes, arrayOf);
  }

  private INDArray array(Shape shape) {
    return arrays.create(nd4jType(), Formats.extents(at.batch(), shape));
  }

  private Tensor tensor(INDArray array, Shape shape) {
    return Assembler.at(Address.of(array), Formats.plain(at.batch(), shape, type));
  }

  private DataType nd4jType() {
    return switch (type) {
      case bf16 -> DataType.BFLOAT16;
      case f16 -> DataType.FLOAT16;
      default -> DataType.FLOAT;
    };
  }
}
