package io.bagoftricks.backends.nd4j;

import io.bagoftricks.api.network.Conv2d;
import io.bagoftricks.api.network.Linear;
import io.bagoftricks.api.network.Network;
import io.bagoftricks.api.network.Network.Vertex;
import io.bagoftricks.api.network.Parameter;
import io.bagoftricks.api.network.Role;
import io.bagoftricks.api.network.Shape;
import io.bagoftricks.backends.spi.Accumulate;
import io.bagoftricks.backends.spi.ForwardDraws;
import io.bagoftricks.backends.spi.LocalParameters;
import io.bagoftricks.backends.spi.PlanSpec;
import io.bagoftricks.backends.spi.Profiler;
import io.bagoftricks.backends.spi.Profiler.Kind;
import io.bagoftricks.backends.spi.Profiler.Operation;
import io.bagoftricks.backends.spi.Profiler.Pass;
import io.bagoftricks.backends.spi.ZeroCounter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.reduce.longer.CountZero;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A network's kernels in order, bound to arrays that are allocated here, once. Training keeps every
 * activation; evaluation reuses an activation's memory after its last reader, and backward does so
 * with gradients. Where fewer bits are stored than computed in, every activation and every gradient
 * of one is rounded as soon as it is there.
 */
final class BoundNetwork {
  private final PlanContext context;
  private final Network network;
  private final int batch;
  private final Map<String, Shape> shapes;
  private final Map<String, INDArray> activations = new HashMap<>();
  private final List<ForwardStep> forwardSteps = new ArrayList<>();
  private final List<BackwardStep> backwardSteps = new ArrayList<>();
  private final Storage storage;
  private final @Nullable RoundedParameters rounded;
  private final INDArray logitsGradient;
  private final Runnable storeInput;
  private final Runnable storeLogitsGradient;
  private @Nullable Profiler profiler;
  private @Nullable ZeroCounter zeroCounter;

  private record ForwardStep(Operation operation, Kernel kernel, Runnable store) {}

  private record BackwardStep(Operation operation, Runnable action) {}

  /**
   * Allocates and binds everything.
   *
   * @throws IllegalArgumentException if the network does not fit the shape, naming the layer
   */
  BoundNetwork(PlanContext context, PlanSpec spec) {
    this.context = context;
    Network whole = context.weights().network();
    this.network = context.training() ? whole : whole.evaluated(spec.taps());
    this.batch = spec.batch();
    this.shapes = network.shapes(spec.input());
    this.storage = Storage.of(spec.precision(), largestActivation(), context.arena());
    this.rounded =
        Storage.isRounded(spec.precision()) ? context.weights().rounded(spec.precision()) : null;
    bindForward(spec.taps());
    this.logitsGradient = context.arena().borrow(activation(network.output().name()).shape());
    this.storeInput = storage.of(activation(Network.INPUT));
    this.storeLogitsGradient = storage.of(logitsGradient);
    if (context.training()) {
      bindBackward(trainable(spec.frozen()));
    }
  }

  /** The output of a layer, or {@link Network#INPUT}, shape [batch, channels, height, width]. */
  INDArray activation(String name) {
    return find(activations, name);
  }

  /** Where the gradient of the last layer's output belongs before {@link #backward}. */
  INDArray logitsGradient() {
    return logitsGradient;
  }

  /** Computes all activations from that of {@link Network#INPUT}. */
  void forward(ForwardDraws draws) {
    context.weights().refreshEffective();
    if (rounded != null) {
      rounded.refresh();
    }
    storeInput.run();
    for (ForwardStep step : forwardSteps) {
      run(
          step.operation(),
          () -> {
            step.kernel().forward(draws);
            step.store().run();
          });
    }
  }

  /** Computes and overwrites the gradients of all parameters. */
  void backward() {
    storeLogitsGradient.run();
    backwardSteps.forEach(step -> run(step.operation(), step.action()));
    context.weights().commitEffective(Accumulate.OVERWRITE);
  }

  /** Tells a profiler of every operation from now on. */
  void profile(@Nullable Profiler newProfiler) {
    profiler = newProfiler;
  }

  /** Tells a counter of the zeros in every gradient of an activation from now on. */
  void countZeros(@Nullable ZeroCounter newCounter) {
    zeroCounter = newCounter;
  }

  private void countZeros(INDArray gradient) {
    if (zeroCounter != null) {
      // Not a MatchCondition: it takes what is near zero for zero.
      long zeros = Nd4j.getExecutioner().exec(new CountZero(gradient)).getLong(0);
      zeroCounter.stored(zeros, gradient.length());
    }
  }

  private void run(Operation operation, Runnable action) {
    if (profiler == null) {
      action.run();
      return;
    }
    long from = System.nanoTime();
    action.run();
    profiler.ran(operation, from, System.nanoTime());
  }

  private void bindForward(Set<String> taps) {
    Map<String, Integer> readers = new HashMap<>();
    taps.forEach(tap -> readers.merge(tap, 1, Integer::sum));
    for (Vertex vertex : network.vertices()) {
      vertex.inputs().forEach(input -> readers.merge(input, 1, Integer::sum));
    }
    readers.merge(network.output().name(), 1, Integer::sum);
    activations.put(Network.INPUT, context.arena().borrow(batched(Network.INPUT)));
    for (Vertex vertex : network.vertices()) {
      INDArray output =
          context.training()
              ? context.arena().allocate(batched(vertex.name()))
              : context.arena().borrow(batched(vertex.name()));
      activations.put(vertex.name(), output);
      List<INDArray> inputs = vertex.inputs().stream().map(this::activation).toList();
      LocalParameters<INDArray> parameters =
          LocalParameters.of(vertex, inputShapes(vertex), name -> parameter(vertex, name));
      forwardSteps.add(
          new ForwardStep(
              new Operation(vertex.name(), Kernels.kind(vertex.layer()), Pass.FORWARD),
              Kernels.create(
                  vertex.layer(), new Placement(vertex, inputs, output, parameters, context)),
              storage.of(output)));
      if (!context.training()) {
        for (String read : vertex.inputs()) {
          if (readers.merge(read, -1, Integer::sum) == 0) {
            context.arena().giveBack(activation(read));
          }
        }
      }
    }
  }

  /** Layers whose output depends on a parameter that is not frozen. */
  private Set<String> trainable(Set<String> frozen) {
    Set<String> trainable = new HashSet<>();
    for (Vertex vertex : network.vertices()) {
      if (vertex.parameters().stream().anyMatch(p -> !frozen.contains(p.name()))
          || vertex.inputs().stream().anyMatch(trainable::contains)) {
        trainable.add(vertex.name());
      }
    }
    return trainable;
  }

  private void bindBackward(Set<String> trainable) {
    Map<String, INDArray> gradients = new HashMap<>();
    gradients.put(network.output().name(), logitsGradient);
    for (int i = forwardSteps.size() - 1; i >= 0; i--) {
      Vertex vertex = network.vertices().get(i);
      INDArray ofOutput = gradients.remove(vertex.name());
      if (!trainable.contains(vertex.name())) {
        if (ofOutput != null) {
          context.arena().giveBack(ofOutput);
        }
        continue;
      }
      if (ofOutput == null) {
        ofOutput = context.arena().borrow(batched(vertex.name()));
        INDArray unread = ofOutput;
        backwardSteps.add(
            new BackwardStep(
                new Operation(vertex.name(), Kind.ELEMENTWISE, Pass.BACKWARD),
                () -> unread.assign(0)));
      }
      bindBackward(vertex, forwardSteps.get(i).kernel(), ofOutput, gradients, trainable);
      context.arena().giveBack(ofOutput);
    }
  }

  /** The first reader of an activation writes its gradient, the others add theirs. */
  private void bindBackward(
      Vertex vertex,
      Kernel kernel,
      INDArray ofOutput,
      Map<String, INDArray> gradients,
      Set<String> trainable) {
    List<INDArray> ofInputs = new ArrayList<>();
    List<Runnable> stores = new ArrayList<>();
    List<INDArray> parts = new ArrayList<>();
    List<BackwardStep> additions = new ArrayList<>();
    for (String input : vertex.inputs()) {
      INDArray array = context.arena().borrow(batched(input));
      ofInputs.add(array);
      if (!trainable.contains(input)) {
        parts.add(array);
        continue;
      }
      stores.add(storage.of(array));
      INDArray sum = gradients.putIfAbsent(input, array);
      if (sum != null) {
        parts.add(array);
        Runnable storeSum = storage.of(sum);
        additions.add(
            new BackwardStep(
                new Operation(input, Kind.ELEMENTWISE, Pass.BACKWARD),
                () -> {
                  sum.addi(array);
                  storeSum.run();
                }));
      }
    }
    LocalParameters<INDArray> ofParameters =
        LocalParameters.of(vertex, inputShapes(vertex), context.weights()::effectiveGradient);
    Runnable backward = kernel.backward(new Gradients(ofOutput, ofInputs, ofParameters));
    backwardSteps.add(
        new BackwardStep(
            new Operation(vertex.name(), Kernels.kind(vertex.layer()), Pass.BACKWARD),
            () -> {
              countZeros(ofOutput);
              backward.run();
              stores.forEach(Runnable::run);
            }));
    backwardSteps.addAll(additions);
    parts.forEach(context.arena()::giveBack);
  }

  /** Weights of convolutions and products meet activations, and so are stored as those are. */
  private INDArray parameter(Vertex vertex, String name) {
    boolean meetsActivations = vertex.layer() instanceof Conv2d || vertex.layer() instanceof Linear;
    Parameter parameter = context.weights().layout().slice(name).parameter();
    return rounded != null && meetsActivations && parameter.role() == Role.WEIGHT
        ? rounded.parameter(name)
        : context.weights().effective(name);
  }

  private long largestActivation() {
    return batch * shapes.values().stream().mapToLong(Shape::elements).max().orElse(0);
  }

  private List<Shape> inputShapes(Vertex vertex) {
    return vertex.inputs().stream().map(input -> find(shapes, input)).toList();
  }

  private long[] batched(String name) {
    Shape shape = find(shapes, name);
    return new long[] {batch, shape.channels(), shape.height(), shape.width()};
  }

  private static <T> T find(Map<String, T> map, String name) {
    T value = map.get(name);
    if (value == null) {
      throw new IllegalArgumentException("The network has no layer '" + name + "'");
    }
    return value;
  }
}
