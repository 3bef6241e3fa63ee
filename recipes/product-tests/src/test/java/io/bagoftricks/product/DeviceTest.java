package io.bagoftricks.product;

import io.bagoftricks.api.Effect;
import io.bagoftricks.api.Family;
import io.bagoftricks.api.InitHook;
import io.bagoftricks.api.NetworkDraft;
import io.bagoftricks.api.Slot;
import io.bagoftricks.api.Trick;
import io.bagoftricks.api.TrickCard;
import io.bagoftricks.api.TrickProvider;
import io.bagoftricks.api.Uses;
import io.bagoftricks.api.network.CustomLayer;
import io.bagoftricks.api.network.Relu;
import io.bagoftricks.api.network.Shape;
import io.bagoftricks.engine.plugin.TrickRegistry;
import io.bagoftricks.engine.toys.DeviceContract;
import io.bagoftricks.engine.toys.TinyRuns;
import jakarta.inject.Inject;
import java.util.List;
import java.util.stream.Stream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * On a device whose memory the host does not see the product's tricks do what they do elsewhere.
 */
final class DeviceTest extends DeviceContract {
  private static final TrickRegistry TRICKS = TinyRuns.tricksAnd(new NarrowLayersProvider());
  private static final String NORMALIZE =
      "{\"trick\": \"normalize\", \"mean\": [100], \"standardDeviation\": [50]}";
  private static final String HALF =
      "{\"trick\": \"mixed-precision\", \"type\": \"fp16\", \"initialScale\": 16777216,"
          + " \"growthInterval\": 2}";

  DeviceTest() {
    super(TRICKS);
  }

  record NoSettings() {}

  /** Puts a layer of 16 bits in the place of the first ReLU. */
  static final class NarrowLayers implements InitHook {
    @Inject
    NarrowLayers() {}

    @Override
    @Uses(changes = Slot.STRUCTURE)
    public void onInit(NetworkDraft network) {
      network.replace(network.nodes(Relu.class).get(0), new Narrow());
      network.receipt(new Effect(1, 1, "activations"));
    }
  }

  @TrickCard(id = "narrow-layers", family = Family.ARCHITECTURE, summary = "Layers in 16 bits.")
  static final class NarrowLayersProvider implements TrickProvider<NoSettings> {
    @Override
    public Class<? extends Trick> trick() {
      return NarrowLayers.class;
    }

    @Override
    public NoSettings defaults() {
      return new NoSettings();
    }
  }

  private record Narrow() implements CustomLayer {
    @Override
    public boolean inStoredPrecision() {
      return true;
    }

    @Override
    public Shape output(List<Shape> inputs) {
      return inputs.get(0);
    }

    @Override
    public void forward(Forward pass) {
      check(pass.input(0));
      pass.output().assign(pass.input(0)).muli(0.5);
    }

    @Override
    public void backward(Backward pass) {
      check(pass.outputGradient());
      pass.inputGradient(0).assign(pass.outputGradient()).muli(0.5);
    }

    private static void check(INDArray array) {
      if (array.dataType() != DataType.FLOAT16) {
        throw new IllegalStateException("The layer was given " + array.dataType());
      }
    }
  }

  static Stream<Case> cases() {
    return Stream.of(
        new Case(
            "tricks that remember, in 16 bits",
            frozen(
                TinyRuns.recipe(
                    TRICKS, NORMALIZE, HALF, "mixup", "gradient-clip", "ema", "no-bias-decay"))),
        new Case(
            "layers of 16 bits",
            TinyRuns.recipe(
                TRICKS,
                NORMALIZE,
                "{\"trick\": \"mixed-precision\", \"type\": \"fp16\"}",
                "narrow-layers")));
  }
}
