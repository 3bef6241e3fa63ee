package io.bagoftricks.tricks.loss.distillation;

import com.google.auto.service.AutoService;
import io.bagoftricks.api.Family;
import io.bagoftricks.api.Problems;
import io.bagoftricks.api.RunFacts;
import io.bagoftricks.api.Trick;
import io.bagoftricks.api.TrickCard;
import io.bagoftricks.api.TrickProvider;

/** Makes distillation known. */
@AutoService(TrickProvider.class)
@SuppressWarnings("rawtypes") // ServiceLoader knows no type parameters
@TrickCard(
    id = "distillation",
    family = Family.LOSS,
    summary = "Learns the probabilities of a trained teacher beside the labels.",
    paper = "Hinton et al. 2015, Distilling the Knowledge in a Neural Network; He et al. 2019, 5.3")
public final class DistillationProvider implements TrickProvider<DistillationConfig> {
  @Override
  public Class<? extends Trick> trick() {
    return Distillation.class;
  }

  @Override
  public DistillationConfig defaults() {
    return DistillationConfig.defaults();
  }

  @Override
  public void check(DistillationConfig config, RunFacts facts, Problems problems) {
    checkPath("teacher", config.teacher().orElse(""), problems);
    config.teacherRecipe().ifPresent(path -> checkPath("teacherRecipe", path, problems));
    if (config.hardWeightInUse() == 0 && config.softWeightInUse() == 0) {
      problems.error(
          "softWeight", "is 0, and so is hardWeight: nothing is learned. Raise one of them");
    } else if (config.softWeightInUse() == 0) {
      problems.note("softWeight", "is 0: nothing is learned from the teacher");
    }
  }

  private static void checkPath(String setting, String path, Problems problems) {
    if (path.isBlank()) {
      problems.error(
          setting,
          setting.equals("teacher")
              ? "names no teacher; write the folder of a finished run, such as \"runs/teacher\", or a .safetensors or .onnx file"
              : "is blank; write the path of a recipe, or leave it out");
    }
  }
}
