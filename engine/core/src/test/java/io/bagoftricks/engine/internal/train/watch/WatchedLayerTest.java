package io.bagoftricks.engine.internal.train.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bagoftricks.api.Moment;
import io.bagoftricks.api.network.CustomLayer;
import io.bagoftricks.api.network.Layer;
import io.bagoftricks.api.network.Parameter;
import io.bagoftricks.api.network.Relu;
import io.bagoftricks.api.network.Role;
import io.bagoftricks.api.network.Shape;
import io.bagoftricks.api.random.Draws;
import io.bagoftricks.engine.plan.LiveTrick;
import io.bagoftricks.engine.plugin.TrickException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Passes of a plugin's layer of one parameter that break the rules, or do not. */
final class WatchedLayerTest {
  private static final String FORWARD = "'average' in forward of act1 at epoch 1, step 2: ";
  private static final String BACKWARD = "'average' in backward of act1 at epoch 1, step 2: ";

  private final TrickWatch watch = new TrickWatch(Toys.plan(false));
  private final LiveTrick owner = Toys.average();
  private final Pass pass = new Pass();

  private WatchedLayerTest() {
    watch.beginUpdate(new Moment(0, 1, 100));
  }

  /** Output = input x scale. */
  private static class Scaling implements CustomLayer {
    @Override
    public Shape output(List<Shape> inputs) {
      return inputs.get(0);
    }

    @Override
    public void forward(Forward pass) {
      pass.output().assign(pass.input(0).mul(pass.parameter("scale")));
    }

    @Override
    public void backward(Backward pass) {
      pass.inputGradient(0).addi(pass.outputGradient().mul(pass.parameter("scale")));
      pass.parameterGradient("scale").addi(pass.outputGradient().mul(pass.input(0)));
    }

    @Override
    public String toString() {
      return "Scaling";
    }
  }

  /** All arrays of both passes. */
  private static final class Pass implements CustomLayer.Forward, CustomLayer.Backward {
    private final Map<String, INDArray> arrays = new HashMap<>();

    Pass() {
      for (String name : List.of("input", "output", "parameter", "outputGradient")) {
        arrays.put(name, Nd4j.ones(2).muli(3));
      }
      for (String name : List.of("inputGradient", "parameterGradient")) {
        arrays.put(name, Nd4j.createFromArray(-0f, -0f));
      }
    }

    INDArray of(String name) {
      return Objects.requireNonNull(arrays.get(name));
    }

    @Override
    public INDArray input(int index) {
      assertThat(index).isZero();
      return of("input");
    }

    @Override
    public INDArray output() {
      return of("output");
    }

    @Override
    public INDArray parameter(String name) {
      return of("parameter");
    }

    @Override
    public boolean training() {
      return true;
    }

    @Override
    public Draws draws() {
      return Draws.of(1);
    }

    @Override
    public Draws stepDraws() {
      return Draws.of(2);
    }

    @Override
    public Draws draws(int row) {
      return Draws.of(3);
    }

    @Override
    public void keep(String name, INDArray values) {}

    @Override
    public INDArray outputGradient() {
      return of("outputGradient");
    }

    @Override
    public INDArray kept(String name) {
      return of("input");
    }

    @Override
    public INDArray inputGradient(int index) {
      return of("inputGradient");
    }

    @Override
    public INDArray parameterGradient(String name) {
      return of("parameterGradient");
    }
  }

  private WatchedLayer layer(CustomLayer covered) {
    return new WatchedLayer("act1", List.of("scale"), covered, owner, watch);
  }

  private WatchedLayer forward(Consumer<CustomLayer.Forward> also) {
    return layer(
        new Scaling() {
          @Override
          public void forward(Forward forward) {
            super.forward(forward);
            also.accept(forward);
          }
        });
  }

  private WatchedLayer backward(Consumer<CustomLayer.Backward> instead) {
    return layer(
        new Scaling() {
          @Override
          public void backward(Backward backward) {
            instead.accept(backward);
          }
        });
  }

  private static void assertRefused(ThrowingCallable call, String message) {
    assertThatThrownBy(call).isInstanceOf(TrickException.class).hasMessageStartingWith(message);
  }

  @Test
  void aSoundLayerComputesWhatItWould() {
    EffectLog log = new EffectLog();
    watch.record(log);
    WatchedLayer layer = layer(new Scaling());
    layer.forward(pass);
    layer.backward(pass);

    assertThat(pass.of("output").toFloatVector()).containsExactly(9, 9);
    assertThat(pass.of("inputGradient").toFloatVector()).containsExactly(9, 9);
    assertThat(pass.of("parameterGradient").toFloatVector()).containsExactly(9, 9);
    assertThat(watch.remarks().all()).isEmpty();
    long output = Checksum.of(pass.of("output"));
    assertThat(log.entries())
        .extracting(EffectLog.Entry::what)
        .containsExactly("forward of act1", "backward of act1");
    assertThat(log.entries())
        .extracting(EffectLog.Entry::effect)
        .containsExactly(output, 31 * output + output);
  }

  @Test
  void valuesThatItLeavesAreTold() {
    WatchedLayer layer =
        layer(
            new Scaling() {
              @Override
              public void forward(Forward forward) {
                forward.output().putScalar(0, 1);
              }
            });
    assertRefused(
        () -> layer.forward(pass),
        "[plugin/unfilled] "
            + FORWARD
            + "it left 1 of 2 values of output() unfilled, or added to what was in them. Set all");
  }

  @Test
  void gradientsThatItLeavesAreTold() {
    assertRefused(
        () -> backward(p -> p.parameterGradient("scale").addi(1)).backward(pass),
        "[plugin/unfilled] " + BACKWARD + "it left inputGradient(0) as it was.");
    assertRefused(
        () -> backward(p -> {}).backward(pass), "[plugin/unfilled] " + BACKWARD + "it left input");
    Pass other = new Pass();
    assertRefused(
        () -> backward(p -> p.inputGradient(0).addi(1)).backward(other),
        "[plugin/unfilled] " + BACKWARD + "it left parameterGradient(\"scale\") as it was.");
  }

  /** No gradient comes in, so that none goes out. */
  @Test
  void gradientsThatItLeavesWhereNoneFlowsAreSound() {
    pass.of("outputGradient").assign(0);
    assertThatCode(() -> backward(p -> {}).backward(pass)).doesNotThrowAnyException();
    pass.of("outputGradient").assign(-1);
    assertRefused(() -> backward(p -> {}).backward(pass), "[plugin/unfilled] " + BACKWARD);
  }

  @Test
  void writesToWhatItReadsAreTold() {
    assertRefused(
        () -> forward(p -> p.input(0).addi(1)).forward(pass),
        "[plugin/undeclared-write] "
            + FORWARD
            + "it wrote input(0), which is only for reading. Compute with a copy.");
    assertRefused(
        () -> forward(p -> p.parameter("scale").addi(1)).forward(pass),
        "[plugin/undeclared-write] " + FORWARD + "it wrote parameter(\"scale\"), which");
    for (String name : List.of("input(0)", "parameter(\"scale\")", "outputGradient()")) {
      WatchedLayer layer =
          backward(
              p -> {
                new Scaling().backward(p);
                switch (name) {
                  case "input(0)" -> p.input(0).addi(1);
                  case "outputGradient()" -> p.outputGradient().addi(1);
                  default -> p.parameter("scale").addi(1);
                }
              });
      assertRefused(
          () -> layer.backward(new Pass()),
          "[plugin/undeclared-write] " + BACKWARD + "it wrote " + name);
    }
  }

  @Test
  void arraysThatItClosesAreTold() {
    assertRefused(
        () -> forward(p -> p.input(0).close()).forward(pass),
        "[plugin/closed-array] " + FORWARD + "it closed input(0), which the engine owns.");
    assertRefused(
        () -> forward(p -> p.output().close()).forward(new Pass()),
        "[plugin/closed-array] " + FORWARD + "it closed output(), which the engine owns.");
    assertRefused(
        () -> backward(p -> p.inputGradient(0).close()).backward(new Pass()),
        "[plugin/closed-array] " + BACKWARD + "it closed inputGradient(0), which the engine owns.");
  }

  @Test
  void shapesThatItChangesAreTold() {
    Pass wide = new Pass();
    wide.arrays.replaceAll((name, array) -> array.reshape(1, 2));
    assertRefused(
        () -> forward(p -> p.input(0).transposei()).forward(wide),
        "[plugin/wrong-shape] " + FORWARD + "it gave input() another shape");
  }

  @Test
  void laterPassesAreNotCompared() {
    WatchedLayer writes = forward(p -> p.parameter("scale").addi(1));
    for (long step = 1; step < 4; step++) {
      watch.beginUpdate(new Moment(0, step, 100));
      layer(new Scaling()).forward(pass);
    }
    watch.beginUpdate(new Moment(0, 4, 100));
    assertThatCode(() -> writes.forward(pass)).doesNotThrowAnyException();
  }

  @Test
  void failuresAreItsOwners() {
    WatchedLayer layer =
        forward(
            p -> {
              throw new IllegalStateException("no");
            });
    assertThatThrownBy(() -> layer.forward(pass))
        .hasMessage(
            "'average' failed in forward of act1 at epoch 1, step 2:"
                + " java.lang.IllegalStateException: no");
  }

  /** That it used its pass too late says more than that it failed. */
  @Test
  void misuseIsToldBeforeAFailure() {
    CustomLayer.Forward[] kept = new CustomLayer.Forward[1];
    forward(p -> kept[0] = p).forward(pass);
    assertRefused(
        () -> forward(p -> kept[0].output()).forward(new Pass()),
        "[plugin/context-misused] " + FORWARD + "it used Forward.output() after the call");
  }

  @Test
  void valuesThatItMakesNonFiniteAreRemarked() {
    forward(p -> p.output().putScalar(0, Double.NaN)).forward(pass);
    assertThat(watch.remarks().fresh())
        .containsExactly(FORWARD + "output() is not finite, though all that it was made of is.");
    backward(
            p -> {
              p.inputGradient(0).assign(Double.POSITIVE_INFINITY);
              p.parameterGradient("scale").assign(1);
            })
        .backward(pass);
    assertThat(watch.remarks().fresh())
        .containsExactly(
            BACKWARD + "inputGradient(0) is not finite, though all that it was made of is.");
  }

  @Test
  void valuesThatCameInNonFiniteAreNotItsFault() {
    pass.of("input").putScalar(0, Double.NaN);
    layer(new Scaling()).forward(pass);
    assertThat(watch.remarks().all()).isEmpty();
  }

  @Test
  void isAsTheLayerThatItCovers() {
    CustomLayer covered =
        new Scaling() {
          @Override
          public List<Parameter> parameters(List<Shape> inputs) {
            return List.of(
                new Parameter("scale", Role.GAMMA, List.of(1), (values, shape, draws) -> {}));
          }

          @Override
          public int arity() {
            return 2;
          }

          @Override
          public boolean inStoredPrecision() {
            return true;
          }

          @Override
          public Optional<Layer> evaluated() {
            return Optional.of(new Relu());
          }
        };
    WatchedLayer layer = layer(covered);
    Shape shape = new Shape(2, 3, 4);
    assertThat(layer.output(List.of(shape, shape))).isEqualTo(shape);
    assertThat(layer.parameters(List.of(shape)))
        .extracting(Parameter::name)
        .containsExactly("scale");
    assertThat(layer.arity()).isEqualTo(2);
    assertThat(layer.inStoredPrecision()).isTrue();
    assertThat(layer.evaluated()).contains(new Relu());
    assertThat(layer(new Scaling()).evaluated()).isEmpty();
    assertThat(layer(new Scaling()).inStoredPrecision()).isFalse();
    assertThat(layer(new Scaling())).hasToString("Scaling");
  }

  @Test
  void itsFormInEvaluationIsWatchedToo() {
    CustomLayer inner = new Scaling();
    CustomLayer outer =
        new Scaling() {
          @Override
          public Optional<Layer> evaluated() {
            return Optional.of(inner);
          }
        };
    assertThat(layer(outer).evaluated())
        .contains(new WatchedLayer("act1", List.of("scale"), inner, owner, watch));
  }
}
