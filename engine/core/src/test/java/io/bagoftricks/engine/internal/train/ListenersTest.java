package io.bagoftricks.engine.internal.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.bagoftricks.api.Metrics;
import io.bagoftricks.api.Moment;
import io.bagoftricks.engine.evaluation.ConfusionMatrix;
import io.bagoftricks.engine.evaluation.Evaluated;
import io.bagoftricks.engine.train.EpochReport;
import io.bagoftricks.engine.train.TrainingListener;
import io.bagoftricks.engine.train.UpdateReport;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Listeners of a run, and faults of its data that they are told of. */
final class ListenersTest {
  private final List<String> told = new ArrayList<>();

  private final class Named implements TrainingListener {
    private final String name;

    Named(String name) {
      this.name = name;
    }

    @Override
    public void onUpdate(UpdateReport update) {
      told.add(name + " update " + update.examples());
    }

    @Override
    public void onEpoch(EpochReport epoch) {
      told.add(name + " epoch " + epoch.epoch());
    }

    @Override
    public void onEvaluated(Evaluated evaluated) {
      told.add(name + " evaluated " + evaluated.isFinite());
    }

    @Override
    public void onTested(Evaluated evaluated) {
      told.add(name + " tested " + evaluated.isFinite());
    }

    @Override
    public void onFaults(List<String> faults) {
      told.add(name + " faults " + faults.size());
    }

    @Override
    public void onWarning(String message) {
      told.add(name + " " + message);
    }
  }

  private static Evaluated evaluated(double loss) {
    return new Evaluated(
        new Metrics(0, 0, loss, 0, 1), new ConfusionMatrix(2), List.of(), Optional.empty());
  }

  @Test
  void twoAreToldOneAfterTheOther() {
    TrainingListener both = new Named("a").and(new Named("b"));
    UpdateReport update =
        new UpdateReport(
            new Moment(0, 0, 1),
            Map.of("hard", 1.0, "soft", 0.5),
            0,
            0.1,
            true,
            false,
            1,
            OptionalDouble.empty(),
            Optional.empty(),
            Optional.empty(),
            7,
            0,
            Set.of());
    assertThat(update.loss()).isEqualTo(1.5);
    both.onUpdate(update);
    both.onEpoch(EpochTotals.none().and(update, 1, 0).report(4, null));
    both.onEvaluated(evaluated(1));
    both.onTested(evaluated(Double.NaN));
    both.onFaults(List.of("one", "two"));
    both.onWarning("careful");
    assertThat(told)
        .containsExactly(
            "a update 7",
            "b update 7",
            "a epoch 4",
            "b epoch 4",
            "a evaluated true",
            "b evaluated true",
            "a tested false",
            "b tested false",
            "a faults 2",
            "b faults 2",
            "a careful",
            "b careful");
  }

  private static Set<String> faults(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> "fault " + i)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  @Test
  void faultsAreToldOnce() {
    DataFaults faults = new DataFaults();
    faults.tell(faults(0), new Named("a"));
    assertThat(told).isEmpty();
    faults.tell(faults(2), new Named("a"));
    faults.tell(faults(2), new Named("a"));
    faults.tell(faults(3), new Named("a"));
    assertThat(told)
        .containsExactly("a faults 2", "a fault 0", "a fault 1", "a faults 1", "a fault 2");
  }

  @Test
  void manyFaultsAreNotAllNamed() {
    new DataFaults().tell(faults(20), new Named("a"));
    assertThat(told).hasSize(21).last().isEqualTo("a fault 19");
    told.clear();
    new DataFaults().tell(faults(23), new Named("a"));
    assertThat(told).hasSize(22).last().isEqualTo("a 3 more files like these were met.");
  }
}
