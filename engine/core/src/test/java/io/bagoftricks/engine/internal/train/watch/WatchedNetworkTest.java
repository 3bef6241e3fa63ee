package io.bagoftricks.engine.internal.train.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bagoftricks.api.Effect;
import io.bagoftricks.api.Family;
import io.bagoftricks.api.InitHook;
import io.bagoftricks.api.Moment;
import io.bagoftricks.api.NetworkDraft;
import io.bagoftricks.api.Sample;
import io.bagoftricks.api.SampleHook;
import io.bagoftricks.api.Slot;
import io.bagoftricks.api.TrickCard;
import io.bagoftricks.api.TrickProvider;
import io.bagoftricks.api.Uses;
import io.bagoftricks.api.network.Conv2d;
import io.bagoftricks.api.network.CustomLayer;
import io.bagoftricks.api.network.Initializer;
import io.bagoftricks.api.network.Network;
import io.bagoftricks.api.network.Node;
import io.bagoftricks.api.network.Parameter;
import io.bagoftricks.api.network.Role;
import io.bagoftricks.api.network.Shape;
import io.bagoftricks.api.network.WeightTransform;
import io.bagoftricks.engine.plan.LiveTrick;
import io.bagoftricks.engine.plan.RunPlanner;
import io.bagoftricks.engine.plan.RunTricks;
import io.bagoftricks.engine.plugin.HookPoint;
import io.bagoftricks.engine.plugin.TrickException;
import io.bagoftricks.engine.plugin.TrickRegistry;
import io.bagoftricks.engine.toys.ToyProvider;
import io.bagoftricks.engine.toys.ToyRecipes;
import io.bagoftricks.engine.toys.ToyTricks.None;
import jakarta.inject.Inject;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Layers and transforms that a trick put into a network, and its work on images. */
final class WatchedNetworkTest {
  private static final Initializer ZEROS = (values, shape, draws) -> {};
  private static final Moment MOMENT = new Moment(0, 1, 100);

  @TrickCard(id = "own-layers", family = Family.ARCHITECTURE, summary = "Brings layers.")
  static final class OwnLayersProvider extends ToyProvider<None> {
    OwnLayersProvider() {
      super(OwnLayers.class, new None());
    }
  }

  /** A layer of two parameters in the place of an activation, and doubled weights in the stem. */
  static final class OwnLayers implements InitHook, SampleHook {
    @Inject
    OwnLayers() {}

    @Override
    @Uses(changes = Slot.STRUCTURE)
    public void onInit(NetworkDraft network) {
      for (Node node : network.nodes()) {
        if (node.name().equals("act1")) {
          network.replace(node, new Scaling());
        }
        if (node.name().equals("conv1")) {
          network.replace(node, ((Conv2d) node.layer()).reparametrized(new Doubled()));
        }
      }
      network.receipt(new Effect(2, 2, "layers"));
    }

    @Override
    @Uses(adds = Slot.GEOMETRY)
    public void onSample(Sample sample) {}
  }

  record Scaling() implements CustomLayer {
    @Override
    public Shape output(List<Shape> inputs) {
      return inputs.get(0);
    }

    @Override
    public List<Parameter> parameters(List<Shape> inputs) {
      return List.of(
          new Parameter("scale", Role.GAMMA, List.of(1), ZEROS),
          new Parameter("shift", Role.BETA, List.of(1), ZEROS));
    }

    @Override
    public void forward(Forward pass) {
      pass.output().assign(pass.input(0));
    }

    @Override
    public void backward(Backward pass) {
      pass.inputGradient(0).assign(pass.outputGradient());
    }
  }

  record Doubled() implements WeightTransform {
    @Override
    public void forward(INDArray raw, INDArray effective) {
      effective.assign(raw.mul(2));
    }

    @Override
    public void backward(
        INDArray raw, INDArray effective, INDArray effectiveGradient, INDArray rawGradient) {
      if (raw.isEmpty()) {
        throw new IllegalStateException("no weights");
      }
      rawGradient.addi(effectiveGradient.mul(2));
    }

    @Override
    public String toString() {
      return "Doubled";
    }
  }

  private static final TrickRegistry TRICKS =
      TrickRegistry.of(List.<TrickProvider<?>>of(new OwnLayersProvider()));

  private final RunTricks tricks =
      RunTricks.of(
          new RunPlanner(TRICKS)
              .plan(ToyRecipes.small(List.of(ToyRecipes.entry(TRICKS, "own-layers")))));
  private final LiveTrick owner = tricks.find("own-layers");
  private final TrickWatch watch = new TrickWatch(tricks.plan());
  private final Network network = WatchedLayer.network(tricks, watch);

  private WatchedNetworkTest() {
    watch.beginUpdate(MOMENT);
  }

  @Test
  void layersOfATrickAreCovered() {
    Network before = tricks.plan().network();
    assertThat(network.input()).isEqualTo(before.input());
    assertThat(network.parameters()).isEqualTo(before.parameters());
    assertThat(network.find("act1").orElseThrow().layer())
        .isEqualTo(
            new WatchedLayer("act1", List.of("scale", "shift"), new Scaling(), owner, watch));
    assertThat(network.find("act1").orElseThrow().inputs())
        .isEqualTo(before.find("act1").orElseThrow().inputs());
    assertThat(network.find("layer1.0.conv1")).isEqualTo(before.find("layer1.0.conv1"));
  }

  private WeightTransform transform() {
    return ((Conv2d) network.find("conv1").orElseThrow().layer()).transform().orElseThrow();
  }

  @Test
  void transformsOfATrickAreCovered() {
    WeightTransform transform = transform();
    assertThat(transform).isInstanceOf(WatchedTransform.class).hasToString("Doubled");
    INDArray raw = Nd4j.ones(3);
    INDArray effective = Nd4j.zeros(3);
    transform.forward(raw, effective);
    assertThat(effective.toFloatVector()).containsOnly(2);
    INDArray gradient = Nd4j.ones(3);
    transform.backward(raw, effective, Nd4j.ones(3), gradient);
    assertThat(gradient.toFloatVector()).containsOnly(3);
  }

  @Test
  void failuresOfATransformAreItsOwners() {
    assertThatThrownBy(
            () -> transform().backward(Nd4j.empty(), Nd4j.ones(1), Nd4j.ones(1), Nd4j.ones(1)))
        .isInstanceOf(TrickException.class)
        .hasMessage(
            "'own-layers' failed in backward of the weight of conv1 at epoch 1, step 2:"
                + " java.lang.IllegalStateException: no weights");
  }

  private static Sample sample(long index) {
    return (Sample)
        Proxy.newProxyInstance(
            WatchedNetworkTest.class.getClassLoader(),
            new Class<?>[] {Sample.class},
            (proxy, method, arguments) -> method.getName().equals("index") ? index : MOMENT);
  }

  /** It swallows what it is told, in the call in which it is, or later. */
  @Test
  void anImageThatIsUsedTooLateIsTold() {
    Sample[] kept = new Sample[1];
    Consumer<Sample> keeps =
        TrickCall.guarded(
            owner,
            HookPoint.ON_SAMPLE,
            sample -> {
              if (kept[0] != null) {
                try {
                  kept[0].index();
                } catch (IllegalStateException e) {
                  kept[0] = sample;
                }
              }
              kept[0] = sample;
            });
    keeps.accept(sample(3));
    assertThatThrownBy(() -> keeps.accept(sample(4)))
        .isInstanceOf(TrickException.class)
        .hasMessageStartingWith(TOO_LATE);
    assertThatThrownBy(kept[0]::index).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> keeps.accept(sample(5)))
        .hasMessageStartingWith("[plugin/context-misused] 'own-layers' in onSample");
  }

  /** That it used an image too late says more than that it failed. */
  @Test
  void aFailureComesAfterMisuse() {
    Sample[] kept = new Sample[1];
    Consumer<Sample> uses =
        TrickCall.guarded(
            owner,
            HookPoint.ON_SAMPLE,
            sample -> {
              if (kept[0] != null) {
                kept[0].index();
              }
              kept[0] = sample;
            });
    uses.accept(sample(3));
    assertThatThrownBy(() -> uses.accept(sample(4))).hasMessageStartingWith(TOO_LATE);
  }

  private static final String TOO_LATE =
      "[plugin/context-misused] 'own-layers' in onSample at epoch 1, step 2, image 3: it used"
          + " Sample.index() after the call had returned.";
}
