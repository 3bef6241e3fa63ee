package io.bagoftricks.backends.onednn;

import io.bagoftricks.api.network.Add;
import io.bagoftricks.api.network.AvgPool2d;
import io.bagoftricks.api.network.BatchNorm2d;
import io.bagoftricks.api.network.BlurPool2d;
import io.bagoftricks.api.network.Concat;
import io.bagoftricks.api.network.Conv2d;
import io.bagoftricks.api.network.CustomLayer;
import io.bagoftricks.api.network.GlobalAvgPool;
import io.bagoftricks.api.network.Identity;
import io.bagoftricks.api.network.Layer;
import io.bagoftricks.api.network.Linear;
import io.bagoftricks.api.network.MaxPool2d;
import io.bagoftricks.api.network.Multiply;
import io.bagoftricks.api.network.Network;
import io.bagoftricks.api.network.Network.Vertex;
import io.bagoftricks.api.network.Relu;
import io.bagoftricks.api.network.Shape;
import io.bagoftricks.api.network.Sigmoid;
import io.bagoftricks.backends.onednn.internal.kernel.ActivationKernel;
import io.bagoftricks.backends.onednn.internal.kernel.AddKernel;
import io.bagoftricks.backends.onednn.internal.kernel.BlurPoolKernel;
import io.bagoftricks.backends.onednn.internal.kernel.ConcatKernel;
import io.bagoftricks.backends.onednn.internal.kernel.ConvKernel;
import io.bagoftricks.backends.onednn.internal.kernel.CustomKernel;
import io.bagoftricks.backends.onednn.internal.kernel.FusedConvKernel;
import io.bagoftricks.backends.onednn.internal.kernel.FusedOwnKernel;
import io.bagoftricks.backends.onednn.internal.kernel.GradientFlow;
import io.bagoftricks.backends.onednn.internal.kernel.IdentityKernel;
import io.bagoftricks.backends.onednn.internal.kernel.Kernel;
import io.bagoftricks.backends.onednn.internal.kernel.LinearKernel;
import io.bagoftricks.backends.onednn.internal.kernel.MultiplyKernel;
import io.bagoftricks.backends.onednn.internal.kernel.NormKernel;
import io.bagoftricks.backends.onednn.internal.kernel.PoolKernel;
import io.bagoftricks.backends.onednn.internal.plan.Assembler.Section;
import io.bagoftricks.backends.onednn.internal.plan.Fusion;
import io.bagoftricks.backends.onednn.internal.plan.OneDnnWeights;
import io.bagoftricks.backends.onednn.internal.plan.Placement;
import io.bagoftricks.backends.onednn.internal.plan.PlanContext;
import io.bagoftricks.backends.onednn.internal.plan.Tensor;
import io.bagoftricks.backends.onednn.internal.plan.Unit;
import io.bagoftricks.backends.spi.Phase;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Adds the operations of a whole network to an assembler. */
final class NetworkAssembly {
  private final OneDnnWeights weights;
  private final Network network;
  private final PlanContext context;
  private final Map<String, Shape> shapes;
  private final List<Unit> units;
  private final Map<String, Tensor> activations = new HashMap<>();
  private final Map<String, Kernel> kernels = new HashMap<>();
  private final Map<String, Integer> readers = new HashMap<>();
  private final Map<String, Unit> lastReaders = new HashMap<>();
  private final Tensor logits;

  /**
   * A network to be assembled.
   *
   * @param network as the phase of the plan runs it
   * @param images the network's input as the caller gives it
   * @param logits the network's output as the caller gets it
   */
  NetworkAssembly(
      OneDnnWeights weights,
      Network network,
      PlanContext context,
      Map<String, Shape> shapes,
      Tensor images,
      Tensor logits) {
    this.weights = weights;
    this.network = network;
    this.context = context;
    this.shapes = shapes;
    this.logits = logits;
    this.units = Fusion.of(network, context.spec().phase(), context.spec().taps());
    for (Unit unit : units) {
      for (String input : unit.inputs()) {
        readers.merge(input, 1, Integer::sum);
        lastReaders.put(input, unit);
      }
    }
    activations.put(Network.INPUT, images);
  }

  /**
   * Adds the forward pass.
   *
   * @param taps from layer to the place that receives its output
   */
  void forward(Map<String, Tensor> taps) {
    for (Unit unit : units) {
      context
          .assembler()
          .in(Section.FORWARD, unit.name(), () -> forward(unit, taps.get(unit.name())));
    }
  }

  /** Adds the backward pass. */
  void backward(Tensor logitsGradient) {
    GradientFlow flow = new GradientFlow(context);
    flow.begin(network.output().name(), logitsGradient);
    Set<String> wanted = trainable();
    for (int i = units.size() - 1; i >= 0; i--) {
      Unit unit = units.get(i);
      context.assembler().in(Section.BACKWARD, unit.name(), () -> backward(unit, flow, wanted));
    }
    context.assembler().in(Section.BACKWARD, "", context.gradients()::commitRest);
  }

  private void forward(Unit unit, @Nullable Tensor tap) {
    boolean last = unit.name().equals(network.output().name());
    List<Boolean> mayOverwrite =
        unit.inputs().stream().map(input -> mayOverwrite(input, unit)).toList();
    List<Tensor> inputs = unit.inputs().stream().map(this::activation).toList();
    Kernel kernel =
        kernel(
            new Placement(
                context,
                unit,
                shapes,
                inputs,
                mayOverwrite,
                last ? Optional.of(logits) : Optional.empty()));
    kernels.put(unit.name(), kernel);
    activations.put(unit.name(), kernel.output());
    if (last && kernel.output() != logits) {
      context.assembler().reorder(kernel.output(), logits);
    }
    if (tap != null) {
      context.assembler().reorder(kernel.output(), tap);
    }
  }

  private void backward(Unit unit, GradientFlow flow, Set<String> wanted) {
    Shape shape = shapes.get(unit.name());
    Kernel kernel = kernels.get(unit.name());
    if (shape == null || kernel == null || !wanted.contains(unit.name())) {
      return;
    }
    List<Boolean> wantedInputs = unit.inputs().stream().map(wanted::contains).toList();
    List<@Nullable Tensor> parts = kernel.backward(flow.take(unit.name(), shape), wantedInputs);
    for (int i = 0; i < parts.size(); i++) {
      String input = unit.inputs().get(i);
      Shape inputShape = shapes.get(input);
      Tensor part = parts.get(i);
      if (part != null && inputShape != null && wantedInputs.get(i)) {
        flow.add(input, part, inputShape);
      }
    }
  }

  /** Layers whose output depends on a parameter that is not frozen. */
  private Set<String> trainable() {
    Set<String> trainable = new HashSet<>();
    for (Unit unit : units) {
      boolean own =
          unit.layers().stream()
              .flatMap(vertex -> vertex.parameters().stream())
              .anyMatch(parameter -> !context.spec().frozen().contains(parameter.name()));
      if (own || unit.inputs().stream().anyMatch(trainable::contains)) {
        trainable.add(unit.name());
      }
    }
    return trainable;
  }

  /**
   * Whether nobody reads an activation after a unit. In training backward comes after it, and may
   * read what its producer or another reader needs.
   */
  private boolean mayOverwrite(String input, Unit unit) {
    Kernel producer = kernels.get(input);
    if (producer == null || network.output().name().equals(input)) {
      return false;
    }
    return context.spec().phase() == Phase.TRAINING
        ? readers.getOrDefault(input, 0) == 1 && !producer.needsOutput()
        : unit.equals(lastReaders.get(input)) && isReadOnce(input, unit);
  }

  private static boolean isReadOnce(String input, Unit unit) {
    return unit.inputs().stream().filter(input::equals).count() == 1;
  }

  private Tensor activation(String name) {
    Tensor tensor = activations.get(name);
    if (tensor == null) {
      throw new IllegalStateException("'" + name + "' is read before it is there");
    }
    return tensor;
  }

  private static Kernel convolution(Placement at) {
    if (at.training()) {
      return new ConvKernel(at);
    }
    return FusedOwnKernel.of(at).orElseGet(() -> FusedConvKernel.of(at));
  }

  private Kernel kernel(Placement at) {
    Vertex vertex = at.unit().first();
    Layer layer = vertex.layer();
    if (layer instanceof Conv2d) {
      return convolution(at);
    } else if (layer instanceof BatchNorm2d) {
      return new NormKernel(at);
    } else if (layer instanceof Relu) {
      return ActivationKernel.relu(at);
    } else if (layer instanceof Sigmoid) {
      return ActivationKernel.sigmoid(at);
    } else if (layer instanceof Add) {
      return new AddKernel(at);
    } else if (layer instanceof Concat) {
      return new ConcatKernel(at);
    } else if (layer instanceof Multiply) {
      return new MultiplyKernel(at);
    } else if (layer instanceof MaxPool2d) {
      return PoolKernel.max(at);
    } else if (layer instanceof AvgPool2d) {
      return PoolKernel.average(at);
    } else if (layer instanceof BlurPool2d) {
      return new BlurPoolKernel(at);
    } else if (layer instanceof GlobalAvgPool) {
      return PoolKernel.global(at);
    } else if (layer instanceof Identity) {
      return new IdentityKernel(at);
    } else if (layer instanceof Linear) {
      return new LinearKernel(at);
    } else if (layer instanceof CustomLayer) {
      return new CustomKernel(at, weights);
    }
    throw new IllegalStateException("No kernel for " + layer.getClass().getName());
  }
}
