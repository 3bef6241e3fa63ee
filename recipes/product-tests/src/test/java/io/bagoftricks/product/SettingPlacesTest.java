package io.bagoftricks.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.bagoftricks.engine.internal.problem.ProblemReport;
import io.bagoftricks.engine.plan.RunPlan;
import io.bagoftricks.engine.plan.RunPlanner;
import io.bagoftricks.engine.plugin.Plugins;
import io.bagoftricks.engine.problem.Problem;
import io.bagoftricks.engine.problem.ProblemException;
import io.bagoftricks.engine.recipe.RecipeReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Settings that only the run or the network shows to be wrong, at the places where they are. */
final class SettingPlacesTest {
  private static final Plugins PLUGINS = Plugins.load(SettingPlacesTest.class.getClassLoader());

  private static final String RECIPE =
      """
      {
        "name": "places",
        "data": {"type": "sample"},
        "model": {"type": "cifar-resnet", "depth": 8, "width": 4,
                  "freeze": ["conv1",
                             "layr2"]},
        "optimizer": {"type": "sgd"},
        "training": {"epochs": 2, "batchSize": 32},
        "tricks": [
          {"trick": "layer-freeze",
           "layers": [
             "layer1",
             "layre3"
           ]},
          {"trick": "warmup",
           "duration": "9ep"}
        ]
      }
      """;

  @Test
  void eachAtItsLine() {
    assertThat(report(List.of()))
        .isEqualTo(
            """
            places.json:5:  [recipe/frozen] 1 of 29 parameters keep their values: they are not updated and do not decay. 0 of 9 batch norms keep their running statistics and work with them.
            places.json:6:  [recipe/freeze-nothing] model.freeze names 'layr2', but there is no such layer or parameter. Did you mean 'layer2'?
            places.json:13: [recipe/setting] tricks.layer-freeze.layers[1]: names 'layre3', but there is no such layer or parameter that is trained. Did you mean 'layer3'?
            places.json:16: [recipe/setting] tricks.warmup.duration: is 9ep, 2808 steps, but the run has only 624: write "1dur", which is the whole run, or shorter
            3 errors, 1 note
            """);
  }

  @Test
  void orAtTheOverride() {
    assertThat(
            report(
                List.of(
                    "model.freeze=[]",
                    "tricks.layer-freeze.layers=[\"head\"]",
                    "tricks.warmup.duration=1ep")))
        .isEqualTo(
            """
            --set tricks.layer-freeze.layers=["head"]: [recipe/setting] tricks.layer-freeze.layers[0]: names 'head', but there is no such layer or parameter that is trained. Known: 'conv1', 'layer1', 'layer2', 'layer3', 'fc', 'bn1'.
            1 error
            """);
  }

  @Test
  void aTrickThatFreezesAllForever() {
    String all = "tricks.layer-freeze.layers=[\"*\"]";
    List<String> sound = List.of("model.freeze=[]", "tricks.warmup.duration=1ep", all);
    assertThat(plan(sound).groups()).isNotEmpty(); // an epoch of it
    List<String> forever = new ArrayList<>(sound);
    forever.add("tricks.layer-freeze.end=1dur");
    assertThat(report(forever))
        .isEqualTo(
            """
            places.json:10: [recipe/all-frozen] 'layer-freeze' leaves no parameter to train in any step. Take the head's name, or more, out of it, or let it end before the run does.
            1 error
            """);
  }

  @Test
  void aTeacherThatIsNotThereAtTheLineOfItsPath() {
    String entry =
        "tricks=[{\"trick\": \"distillation\", \"temperature\": 2, \"teacher\": \"nowhere\"}]";
    RunPlan plan = plan(List.of("model.freeze=[]", entry, "tricks.distillation.teacher=gone"));
    assertThat(plan.notes())
        .extracting(Problem::toString)
        .singleElement()
        .asString()
        .startsWith(
            "--set tricks.distillation.teacher=gone: [teacher/missing] 'distillation' learns from 'gone', but there is nothing.");
  }

  private static String report(List<String> overrides) {
    ProblemException problems = catchThrowableOfType(ProblemException.class, () -> plan(overrides));
    return ProblemReport.of(problems.problems()).toString();
  }

  /** No teacher is found. */
  private static RunPlan plan(List<String> overrides) {
    return new RunPlanner(PLUGINS.tricks(), source -> Optional.empty())
        .plan(
            new RecipeReader(PLUGINS.types())
                .read(RECIPE, "places.json", overrides, PLUGINS.tricks()));
  }
}
