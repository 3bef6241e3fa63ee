package io.bagoftricks.engine.recipe;

import io.bagoftricks.api.data.DataFacts;
import io.bagoftricks.api.data.DataSource;
import io.bagoftricks.api.data.Dataset;
import io.bagoftricks.api.data.Split;
import io.bagoftricks.api.model.Model;
import io.bagoftricks.api.model.NetworkBuilder;
import io.bagoftricks.api.optimizer.Optimizer;
import io.bagoftricks.api.optimizer.UpdateRule;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Sources of data, models and optimizers that are their settings and nothing else, with the names
 * and the ranges that recipes have.
 */
final class ToyTypes {
  static final RecipeTypes ALL =
      new RecipeTypes(
          List.of(
              new Toy<>("folder", new Folder("images", 224), Set.of("root")),
              new Toy<>("noise", new Noise(10), Set.of())),
          List.of(
              new Toy<>("cifar-resnet", new CifarResNet(20, 16), Set.of()),
              new Toy<>("resnet", new ResNet(50), Set.of())),
          List.of(
              new Toy<>("adamw", new AdamW(1e-3, 0.9, 0.999, 1e-8, 1e-2), Set.of()),
              new Toy<>("nag", new Nag(0.1, 0.9, 1e-4, UpdateRule.Nag.Form.PAPER), Set.of()),
              new Toy<>("sgd", new Sgd(0.1, 0.9, 1e-4), Set.of())),
          Map.of());

  private ToyTypes() {}

  private record Toy<T>(String id, Record defaults, Set<String> required) implements RecipeType<T> {
    @Override
    @SuppressWarnings("unchecked") // the settings of a toy are the toy
    public T make(Record settings) {
      return (T) settings;
    }
  }

  record Folder(String root, int size) implements Images {}

  record Noise(int classes) implements Images {}

  private interface Images extends DataSource {
    @Override
    default DataFacts facts() {
      throw new UnsupportedOperationException();
    }

    @Override
    default Dataset open(Split split) {
      throw new UnsupportedOperationException();
    }
  }

  record CifarResNet(int depth, int width) implements Layers {
    CifarResNet {
      if (!(depth >= 8 && depth <= 1202 && (depth - 2) % 6 == 0)) {
        throw new IllegalArgumentException(
            "depth is " + depth + ", but must be 6n + 2, at most 1202: 8, 14, 20, 32, 44, 56, 110");
      }
      if (!(width >= 1 && width <= 1024)) {
        throw new IllegalArgumentException("width is " + width + ", but must be 1 to 1024");
      }
    }
  }

  record ResNet(int depth) implements Layers {
    private static final List<Integer> DEPTHS = List.of(18, 34, 50, 101, 152);

    ResNet {
      if (!DEPTHS.contains(depth)) {
        throw new IllegalArgumentException("depth is " + depth + ", but must be one of " + DEPTHS);
      }
    }
  }

  private interface Layers extends Model {
    @Override
    default void build(NetworkBuilder network) {
      throw new UnsupportedOperationException();
    }
  }

  record Sgd(double learningRate, double momentum, double weightDecay) implements Optimizer {
    Sgd {
      Optimizer.check(learningRate, momentum, weightDecay);
    }

    @Override
    public UpdateRule rule() {
      return new UpdateRule.Sgd();
    }
  }

  record Nag(double learningRate, double momentum, double weightDecay, UpdateRule.Nag.Form form)
      implements Optimizer {
    Nag {
      Optimizer.check(learningRate, momentum, weightDecay);
    }

    @Override
    public UpdateRule rule() {
      return new UpdateRule.Nag(form);
    }
  }

  record AdamW(double learningRate, double beta1, double beta2, double epsilon, double weightDecay)
      implements Optimizer {
    AdamW {
      Optimizer.check(learningRate, 0, weightDecay);
      new UpdateRule.AdamW(beta1, beta2, epsilon);
    }

    @Override
    public UpdateRule rule() {
      return new UpdateRule.AdamW(beta1, beta2, epsilon);
    }
  }
}
