package io.bagoftricks.engine.internal.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.bagoftricks.api.Family;
import io.bagoftricks.api.Sample;
import io.bagoftricks.api.SampleHook;
import io.bagoftricks.api.Slot;
import io.bagoftricks.api.TrickCard;
import io.bagoftricks.api.TrickProvider;
import io.bagoftricks.api.Uses;
import io.bagoftricks.api.data.Dataset;
import io.bagoftricks.api.data.Split;
import io.bagoftricks.engine.internal.model.CifarResNet;
import io.bagoftricks.engine.plan.RunPlan;
import io.bagoftricks.engine.plan.RunPlanner;
import io.bagoftricks.engine.plugin.TrickRegistry;
import io.bagoftricks.engine.recipe.TrainingConfig;
import io.bagoftricks.engine.toys.SyntheticImages;
import io.bagoftricks.engine.toys.ToyProvider;
import io.bagoftricks.engine.toys.ToyRecipes;
import io.bagoftricks.engine.toys.ToyTricks.None;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Images beside what a run makes of them. */
final class SamplePreviewTest {
  private static final List<String> SEEN = new ArrayList<>();

  @TrickCard(id = "flips", family = Family.DATA, summary = "Flips.")
  static final class FlipsProvider extends ToyProvider<None> {
    FlipsProvider() {
      super(Flips.class, new None());
    }
  }

  static final class Flips implements SampleHook, AutoCloseable {
    @Inject
    Flips() {}

    @Override
    @Uses(adds = Slot.GEOMETRY)
    public void onSample(Sample sample) {
      SEEN.add(sample.index() + " at " + sample.moment());
      sample.flipHorizontally();
    }

    @Override
    public void close() {
      SEEN.add("closed");
    }
  }

  @Test
  void showsAnImageBeforeAndAfter() throws IOException {
    TrickRegistry tricks = TrickRegistry.of(List.<TrickProvider<?>>of(new FlipsProvider()));
    SyntheticImages data = new SyntheticImages(24, 10);
    RunPlan plan =
        new RunPlanner(tricks)
            .plan(
                ToyRecipes.recipe(
                    "preview",
                    data,
                    new CifarResNet(8, 1),
                    new TrainingConfig(5, 8, 0, 42, true, 1, 1),
                    List.of(ToyRecipes.entry(tricks, "flips"))));
    SEEN.clear();
    Dataset images = data.open(Split.TRAIN);
    List<SamplePreview> previews = SamplePreview.of(plan, images, 2, List.of(7, 3));
    assertThat(previews).extracting(SamplePreview::index).containsExactly(7, 3);
    assertThat(SEEN)
        .containsExactly(
            "7 at Moment[epoch=2, step=6, totalSteps=15]",
            "3 at Moment[epoch=2, step=6, totalSteps=15]",
            "closed");
    float[] before = images.read(3).planes()[0];
    float[] after = previews.get(1).after().image().planes()[0];
    for (int i = 0; i < 12; i++) {
      assertThat(after[i]).isEqualTo(before[11 - i]);
    }
  }
}
