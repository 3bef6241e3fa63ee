package io.bagoftricks.backends.onednn;

import io.bagoftricks.api.network.Network;
import io.bagoftricks.api.network.Shape;
import io.bagoftricks.backends.onednn.internal.natives.Address;
import io.bagoftricks.backends.onednn.internal.natives.Formats;
import io.bagoftricks.backends.onednn.internal.plan.Arena;
import io.bagoftricks.backends.onednn.internal.plan.ArenaLayout;
import io.bagoftricks.backends.onednn.internal.plan.Assembler;
import io.bagoftricks.backends.onednn.internal.plan.Assembler.Section;
import io.bagoftricks.backends.onednn.internal.plan.BatchStatistics;
import io.bagoftricks.backends.onednn.internal.plan.GradientTensors;
import io.bagoftricks.backends.onednn.internal.plan.OneDnnWeights;
import io.bagoftricks.backends.onednn.internal.plan.ParameterTensors;
import io.bagoftricks.backends.onednn.internal.plan.PlanArrays;
import io.bagoftricks.backends.onednn.internal.plan.PlanContext;
import io.bagoftricks.backends.onednn.internal.plan.Step;
import io.bagoftricks.backends.onednn.internal.plan.StoredZeros;
import io.bagoftricks.backends.onednn.internal.plan.Tensor;
import io.bagoftricks.backends.spi.Accumulate;
import io.bagoftricks.backends.spi.Phase;
import io.bagoftricks.backends.spi.PlanSpec;
import io.bagoftricks.backends.spi.Profiler;
import io.bagoftricks.backends.spi.ZeroCounter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.bytedeco.dnnl.memory;
import org.bytedeco.javacpp.PointerScope;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The operations of a plan and the memory they need, all decided when it is made. It can run once
 * {@link #allocate} has given it that memory.
 */
final class Program implements AutoCloseable {
  private final PointerScope natives;
  private final PlanArrays arrays;
  private final StoredZeros zeros;
  private final BatchStatistics statistics;
  private final GradientTensors gradients;
  private final Assembler assembler;
  private final Tensor images;
  private final Tensor logitsGradient;
  private final INDArray logits;
  private final Map<String, INDArray> taps = new HashMap<>();
  private final Map<Section, List<Step>> steps;
  private final long arenaBytes;
  private @Nullable PointerScope memories;
  private @Nullable Arena arena;
  private @Nullable Profiler profiler;

  /**
   * Decides layouts, primitives and memory.
   *
   * @param most bytes that the arrays which it hands out may take
   * @throws IllegalArgumentException if the network does not fit the shape, naming the layer
   * @throws OutOfMemoryError if they take more
   */
  Program(Assembler assembler, OneDnnWeights weights, PlanSpec spec, long most) {
    this.assembler = assembler;
    this.arrays = new PlanArrays(most);
    this.zeros = new StoredZeros(assembler.device().arithmetic());
    Network whole = weights.network();
    Network network = spec.phase() == Phase.TRAINING ? whole : whole.evaluated(spec.taps());
    Map<String, Shape> shapes = network.shapes(spec.input());
    int batch = spec.batch();
    try (PointerScope scope = new PointerScope()) {
      this.natives = scope;
      this.statistics = new BatchStatistics(weights, batch, shapes);
      this.gradients = new GradientTensors(weights, assembler);
      Shape output = Objects.requireNonNull(shapes.get(network.output().name()));
      this.images = Assembler.at(new Address(0), Formats.plain(batch, spec.input()));
      this.logitsGradient = Assembler.at(new Address(0), Formats.plain(batch, output));
      this.logits = arrays.create(batch, output.elements());
      NetworkAssembly assembly =
          new NetworkAssembly(
              weights,
              network,
              new PlanContext(
                  spec,
                  assembler,
                  new ParameterTensors(weights, assembler),
                  gradients,
                  statistics,
                  zeros,
                  arrays),
              shapes,
              images,
              Assembler.at(Address.of(logits), Formats.plain(batch, output)));
      assembly.forward(tapTensors(spec, shapes));
      if (spec.phase() == Phase.TRAINING) {
        assembly.backward(logitsGradient);
      }
      this.steps = assembler.steps();
      this.arenaBytes = ArenaLayout.place(assembler.blocks());
      scope.extend();
    } catch (RuntimeException | OutOfMemoryError e) {
      arrays.close();
      throw e;
    }
  }

  /** Bytes it takes, the arena and all else. */
  long bytes() {
    return arenaBytes + statistics.bytes() + gradients.bytes() + arrays.bytes();
  }

  /**
   * Takes the memory.
   *
   * @throws OutOfMemoryError if there is too little
   */
  void allocate() {
    Arena allocated = new Arena(arenaBytes);
    arena = allocated;
    try (PointerScope scope = new PointerScope()) {
      memories = scope;
      images.bind(assembler.device().engine(), 0);
      logitsGradient.bind(assembler.device().engine(), 0);
      for (List<Step> section : steps.values()) {
        for (Step step : section) {
          step.action().bind(assembler.device(), allocated.start());
        }
      }
      scope.extend();
    }
  }

  /** The network's output, shape [batch, classes]. */
  INDArray logits() {
    return logits;
  }

  /** A tapped layer's output, shape [batch, channels, height, width]. */
  INDArray tap(String layer) {
    return Objects.requireNonNull(taps.get(layer));
  }

  /** The arrays of logits, taps and plugins' layers. */
  PlanArrays arrays() {
    return arrays;
  }

  BatchStatistics statistics() {
    return statistics;
  }

  /** Runs the forward on images that stay where they are until backward. */
  void forward(Address imageData) {
    images.moveTo(imageData);
    run(Section.FORWARD);
  }

  /** Brings copies of the parameters up to date. */
  void refresh() {
    run(Section.REFRESH);
  }

  /** Runs the backward. */
  void backward(Address gradient, Accumulate mode) {
    zeros.look(gradient, memory.data_type.f32, logits.length());
    logitsGradient.moveTo(gradient);
    gradients.mode(mode);
    run(Section.BACKWARD);
  }

  /** Who is told of zeros among gradients. */
  void countZeros(@Nullable ZeroCounter counter) {
    zeros.tell(counter);
  }

  void profile(@Nullable Profiler newProfiler) {
    profiler = newProfiler;
  }

  @Override
  public void close() {
    natives.close();
    if (memories != null) {
      memories.close();
    }
    if (arena != null) {
      arena.close();
    }
    statistics.close();
    gradients.close();
    arrays.close();
  }

  private void run(Section section) {
    List<Step> all = steps.getOrDefault(section, List.of());
    Profiler told = profiler;
    for (int i = 0; i < all.size(); i++) {
      Step step = all.get(i);
      if (told == null) {
        step.action().run();
      } else {
        long from = System.nanoTime();
        step.action().run();
        told.ran(step.operation(), from, System.nanoTime());
      }
    }
  }

  private Map<String, Tensor> tapTensors(PlanSpec spec, Map<String, Shape> shapes) {
    Map<String, Tensor> tensors = new HashMap<>();
    for (String layer : spec.taps()) {
      Shape shape = Objects.requireNonNull(shapes.get(layer));
      INDArray array = arrays.create(Formats.extents(spec.batch(), shape));
      taps.put(layer, array);
      tensors.put(layer, Assembler.at(Address.of(array), Formats.plain(spec.batch(), shape)));
    }
    return tensors;
  }
}
