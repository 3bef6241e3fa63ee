package io.bagoftricks.engine.internal.train.watch;

import io.bagoftricks.api.network.Conv2d;
import io.bagoftricks.api.network.CustomLayer;
import io.bagoftricks.api.network.Layer;
import io.bagoftricks.api.network.Network;
import io.bagoftricks.api.network.Network.Vertex;
import io.bagoftricks.api.network.Parameter;
import io.bagoftricks.api.network.Shape;
import io.bagoftricks.api.network.WeightTransform;
import io.bagoftricks.engine.internal.network.CoveredLayer;
import io.bagoftricks.engine.plan.LiveTrick;
import io.bagoftricks.engine.plan.RunTricks;
import java.util.List;
import java.util.Optional;

/**
 * A layer of a plugin whose failures name the trick that put it into the network, and which is held
 * to filling what it is to fill and to writing nothing else.
 *
 * @param name in the network
 * @param parameterNames local to the layer
 */
public record WatchedLayer(
    String name,
    List<String> parameterNames,
    CustomLayer covered,
    LiveTrick owner,
    TrickWatch watch)
    implements CoveredLayer {
  /** The network of a run with all layers and transforms of plugins covered. */
  public static Network network(RunTricks tricks, TrickWatch watch) {
    Network network = tricks.plan().network();
    return new Network(
        network.input(),
        network.vertices().stream().map(vertex -> covered(vertex, tricks, watch)).toList());
  }

  private static Vertex covered(Vertex vertex, RunTricks tricks, TrickWatch watch) {
    if (vertex.layer() instanceof Conv2d convolution && convolution.transform().isPresent()) {
      WeightTransform transform = convolution.transform().get();
      return tricks
          .plan()
          .ownerOf(vertex.name())
          .map(tricks::find)
          .map(owner -> new WatchedTransform(vertex.name(), transform, owner, watch))
          .map(
              watched ->
                  new Vertex(
                      vertex.name(),
                      convolution.reparametrized(watched),
                      vertex.inputs(),
                      vertex.parameters()))
          .orElse(vertex);
    }
    if (!(vertex.layer() instanceof CustomLayer layer)) {
      return vertex;
    }
    List<String> parameters =
        vertex.parameters().stream()
            .map(parameter -> parameter.name().substring(vertex.name().length() + 1))
            .toList();
    return tricks
        .plan()
        .ownerOf(vertex.name())
        .map(tricks::find)
        .map(owner -> new WatchedLayer(vertex.name(), parameters, layer, owner, watch))
        .map(watched -> new Vertex(vertex.name(), watched, vertex.inputs(), vertex.parameters()))
        .orElse(vertex);
  }

  @Override
  public Shape output(List<Shape> inputs) {
    return covered.output(inputs);
  }

  @Override
  public List<Parameter> parameters(List<Shape> inputs) {
    return covered.parameters(inputs);
  }

  @Override
  public int arity() {
    return covered.arity();
  }

  @Override
  public boolean inStoredPrecision() {
    return covered.inStoredPrecision();
  }

  @Override
  public Optional<Layer> evaluated() {
    return covered
        .evaluated()
        .map(
            layer ->
                layer instanceof CustomLayer other
                    ? new WatchedLayer(name, parameterNames, other, owner, watch)
                    : layer);
  }

  @Override
  public void forward(Forward pass) {
    LayerCall call = new LayerCall(this, "forward").fills("output()", pass.output());
    for (int i = 0; i < arity(); i++) {
      call.readOnly("input(" + i + ")", pass.input(i));
    }
    parameterNames.forEach(p -> call.readOnly("parameter(\"" + p + "\")", pass.parameter(p)));
    call.run(Forward.class, pass, covered::forward);
  }

  @Override
  public void backward(Backward pass) {
    LayerCall call =
        new LayerCall(this, "backward").readOnly("outputGradient()", pass.outputGradient());
    boolean flows = call.isWatched() && pass.outputGradient().amaxNumber().doubleValue() > 0;
    for (int i = 0; i < arity(); i++) {
      call.readOnly("input(" + i + ")", pass.input(i));
      if (flows) {
        call.addsTo("inputGradient(" + i + ")", pass.inputGradient(i));
      }
    }
    for (String p : parameterNames) {
      call.readOnly("parameter(\"" + p + "\")", pass.parameter(p));
      if (flows) {
        call.addsTo("parameterGradient(\"" + p + "\")", pass.parameterGradient(p));
      }
    }
    call.run(Backward.class, pass, covered::backward);
  }

  @Override
  public String toString() {
    return covered.toString();
  }
}
