package io.bagoftricks.engine.toys;

import io.bagoftricks.api.network.Network;
import io.bagoftricks.api.network.Precision;
import io.bagoftricks.api.network.Shape;
import io.bagoftricks.api.random.Draws;
import io.bagoftricks.backends.spi.Accumulate;
import io.bagoftricks.backends.spi.Backend;
import io.bagoftricks.backends.spi.Finiteness;
import io.bagoftricks.backends.spi.FlatArray;
import io.bagoftricks.backends.spi.HostFlatArray;
import io.bagoftricks.backends.spi.ParameterLayout;
import io.bagoftricks.backends.spi.ParameterLayout.Segment;
import io.bagoftricks.backends.spi.Phase;
import io.bagoftricks.backends.spi.Plan;
import io.bagoftricks.backends.spi.PlanSpec;
import io.bagoftricks.backends.spi.Profiler;
import io.bagoftricks.backends.spi.Update;
import io.bagoftricks.backends.spi.Weights;
import io.bagoftricks.backends.spi.ZeroCounter;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * A backend that computes nothing: logits and gradients of the weights are what a test says, and
 * what reaches it is noted. Updates change no weight.
 */
public final class ScriptedBackend implements Backend {
  /**
   * A forward pass.
   *
   * @param firstDraw of the draws it came with
   * @param masters the sum of the weights it ran on
   * @param statistics the sum of the running statistics it ran on
   */
  public record Forward(PlanSpec spec, long firstDraw, double masters, double statistics) {}

  /** A backward pass. */
  public record Backward(List<Double> logitsGradient, Accumulate mode) {}

  private final int classes;
  private final ToDoubleFunction<Integer> firstLogit;
  private final ToDoubleFunction<Integer> gradient;
  private final List<Forward> forwards = new ArrayList<>();
  private final List<Backward> backwards = new ArrayList<>();
  private final List<Update> updates = new ArrayList<>();
  private final List<PlanSpec> closed = new ArrayList<>();
  private final List<Optional<Profiler>> profilers = new ArrayList<>();
  private final List<HostFlatArray> arrays = new ArrayList<>();
  private int closedWeights;
  private ToDoubleFunction<Integer> evaluatedLogit = forward -> 1;

  /**
   * A script.
   *
   * @param firstLogit of every row of a training forward, by how many were before; other logits 0
   * @param gradient of every weight in a backward pass, by how many were before
   */
  public ScriptedBackend(
      int classes, ToDoubleFunction<Integer> firstLogit, ToDoubleFunction<Integer> gradient) {
    this.classes = classes;
    this.firstLogit = firstLogit;
    this.gradient = gradient;
  }

  public List<Forward> forwards(Phase phase) {
    return forwards.stream().filter(forward -> forward.spec().phase() == phase).toList();
  }

  public List<Backward> backwards() {
    return backwards;
  }

  public List<Update> updates() {
    return updates;
  }

  /** The same with other first logits in evaluations, by how many were before. */
  public ScriptedBackend evaluating(ToDoubleFunction<Integer> logit) {
    evaluatedLogit = logit;
    return this;
  }

  /** The plans that were closed, in order. */
  public List<PlanSpec> closed() {
    return closed;
  }

  /** The profilers that plans were told of, in order. */
  public List<Optional<Profiler>> profilers() {
    return profilers;
  }

  /** The flat arrays that were made beside the weights, in order. */
  public List<HostFlatArray> arrays() {
    return arrays;
  }

  /** How many weights were closed. */
  public int closedWeights() {
    return closedWeights;
  }

  @Override
  public String id() {
    return "scripted";
  }

  @Override
  public String description() {
    return "a script";
  }

  @Override
  public Set<Precision> precisions() {
    return EnumSet.of(Precision.FLOAT);
  }

  @Override
  public Optional<String> remark(Precision precision) {
    return Optional.empty();
  }

  @Override
  public Weights allocate(Network network, Precision masters) {
    return new ScriptedWeights(network);
  }

  @Override
  public Plan plan(Weights weights, PlanSpec spec) {
    return new ScriptedPlan(weights, spec);
  }

  private final class ScriptedPlan implements Plan {
    private final Weights weights;
    private final PlanSpec spec;
    private @Nullable ZeroCounter zeros;

    ScriptedPlan(Weights weights, PlanSpec spec) {
      this.weights = weights;
      this.spec = spec;
    }

    @Override
    public PlanSpec spec() {
      return spec;
    }

    @Override
    public INDArray forward(INDArray input, Draws draws) {
      double first =
          (spec.phase() == Phase.TRAINING ? firstLogit : evaluatedLogit)
              .applyAsDouble(forwards(spec.phase()).size());
      forwards.add(
          new Forward(
              spec,
              draws.bits(),
              weights.masters().sumNumber().doubleValue(),
              weights.statistics().isEmpty() ? 0 : weights.statistics().sumNumber().doubleValue()));
      INDArray logits = Nd4j.zeros(DataType.FLOAT, spec.batch(), classes);
      logits.getColumn(0).assign(first);
      return logits;
    }

    @Override
    public INDArray tap(String layer) {
      Shape shape = Objects.requireNonNull(weights.network().shapes(spec.input()).get(layer));
      return Nd4j.zeros(
          DataType.FLOAT, spec.batch(), shape.channels(), shape.height(), shape.width());
    }

    @Override
    public void backward(INDArray logitsGradient, Accumulate mode) {
      if (zeros != null) {
        zeros.stored(1, 4);
      }
      double value = gradient.applyAsDouble(backwards.size());
      List<Double> values = new ArrayList<>();
      for (double each : logitsGradient.dup('c').reshape(-1).toDoubleVector()) {
        values.add(each);
      }
      backwards.add(new Backward(values, mode));
      if (mode == Accumulate.OVERWRITE) {
        weights.gradients().assign(value);
      } else {
        weights.gradients().addi(value);
      }
    }

    /** One of four gradients is zero. */
    @Override
    public void countZeros(@Nullable ZeroCounter counter) {
      zeros = counter;
    }

    @Override
    public void profile(@Nullable Profiler profiler) {
      profilers.add(Optional.ofNullable(profiler));
    }

    @Override
    public void close() {
      closed.add(spec);
    }
  }

  private final class ScriptedWeights implements Weights {
    private final Network network;
    private final ParameterLayout layout;
    private final INDArray masters;
    private final INDArray gradients;
    private final INDArray statistics;
    private long version;

    ScriptedWeights(Network network) {
      this.network = network;
      layout = ParameterLayout.of(network);
      masters = Nd4j.zeros(DataType.FLOAT, layout.elements());
      gradients = Nd4j.zeros(DataType.FLOAT, layout.elements());
      statistics = Nd4j.zeros(DataType.FLOAT, layout.statisticsElements());
    }

    @Override
    public Network network() {
      return network;
    }

    @Override
    public ParameterLayout layout() {
      return layout;
    }

    @Override
    public long version() {
      return version;
    }

    @Override
    public INDArray masters() {
      return masters;
    }

    @Override
    public INDArray gradients() {
      return gradients;
    }

    @Override
    public INDArray statistics() {
      return statistics;
    }

    @Override
    public INDArray parameter(String name) {
      return part(masters, name);
    }

    @Override
    public INDArray gradient(String name) {
      return part(gradients, name);
    }

    @Override
    public void written(Part part) {
      version++;
    }

    @Override
    public FlatArray array(long length) {
      HostFlatArray array = HostFlatArray.zeros(DataType.FLOAT, length);
      arrays.add(array);
      return array;
    }

    @Override
    public FlatArray view(INDArray host) {
      return HostFlatArray.view(host);
    }

    @Override
    public void copyInto(Part part, FlatArray target) {
      target.values().assign(flat(part));
    }

    @Override
    public void copyFrom(Part part, FlatArray source) {
      flat(part).assign(source.values());
      version++;
    }

    @Override
    public void lerpInto(Part part, FlatArray target, double fraction) {
      target.values().addi(flat(part).sub(target.values()).muli(fraction));
    }

    @Override
    public Map<String, Double> norms(Part part) {
      Map<String, Double> norms = new HashMap<>();
      for (String name : layout.parameters().keySet()) {
        norms.put(name, part(flat(part), name).norm2Number().doubleValue());
      }
      return norms;
    }

    @Override
    public void zeroGradients(List<Segment> segments) {
      for (Segment segment : segments) {
        gradients.get(NDArrayIndex.interval(segment.from(), segment.to())).assign(0);
      }
    }

    @Override
    public double gradientNorm() {
      return gradients.norm2Number().doubleValue();
    }

    @Override
    public void scaleGradients(double factor) {
      gradients.muli(factor);
    }

    @Override
    public boolean gradientsFinite() {
      return Finiteness.allFinite(gradients);
    }

    @Override
    public void update(Update update) {
      updates.add(update);
      version++;
    }

    @Override
    public void close() {
      closedWeights++;
    }

    private INDArray flat(Part part) {
      return switch (part) {
        case MASTERS -> masters;
        case GRADIENTS -> gradients;
        case STATISTICS -> statistics;
      };
    }

    private INDArray part(INDArray flat, String name) {
      ParameterLayout.Slice slice = layout.slice(name);
      long[] shape = slice.parameter().shape().stream().mapToLong(Integer::longValue).toArray();
      return flat.get(NDArrayIndex.interval(slice.offset(), slice.end())).reshape('c', shape);
    }
  }
}
