package io.bagoftricks.onnxruntime;

import com.google.auto.service.AutoService;
import io.bagoftricks.api.network.Normalization;
import io.bagoftricks.api.network.Shape;
import io.bagoftricks.engine.export.OnnxModel;
import io.bagoftricks.engine.plan.TeacherFacts;
import io.bagoftricks.engine.plan.TeacherModel;
import io.bagoftricks.engine.problem.Problem;
import io.bagoftricks.engine.problem.ProblemException;
import io.bagoftricks.engine.teacher.TeacherFormat;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Teachers from ONNX models: of image classifiers that take float32 images [batch, channels,
 * height, width] and give logits [batch, classes]. Models that we exported take pixels and
 * normalize them themselves; of others the recipe says how.
 */
@AutoService(TeacherFormat.class)
public final class OnnxTeachers implements TeacherFormat {
  @Override
  public String ending() {
    return ".onnx";
  }

  @Override
  public TeacherModel read(Path file, Optional<Normalization> normalization) throws IOException {
    OnnxContract contract = OnnxContract.read(file);
    boolean ours =
        contract.producer().equals(OnnxModel.PRODUCER) && contract.input().equals(OnnxModel.PIXELS);
    if (ours && normalization.isPresent()) {
      throw refusal(
          "teacher/needless",
          file,
          "The teacher is given a normalization, but the model normalizes its pixels itself. Leave it out.");
    }
    Normalization inUse =
        ours
            ? Normalization.none(contract.channels())
            : normalization.orElseThrow(
                () ->
                    refusal(
                        "teacher/no-normalization",
                        file,
                        "The model does not say how its images are normalized. State the mean and the standard deviation that it was trained with, one value per channel on the scale 0 to 255: torchvision's and timm's models on ImageNet mostly have [123.675, 116.28, 103.53] and [58.395, 57.12, 57.375]; 'distillation' calls them teacherMean and teacherStandardDeviation."));
    if (inUse.mean().size() != contract.channels()) {
      throw refusal(
          "teacher/normalization",
          file,
          "The teacher's normalization has %s values, but the model takes images of %s channels. State one value per channel."
              .formatted(inUse.mean().size(), contract.channels()));
    }
    return new OnnxTeacher(facts(file, contract, inUse), file, contract);
  }

  private static TeacherFacts facts(Path file, OnnxContract contract, Normalization inUse) {
    return new TeacherFacts(
        "ONNX model %s".formatted(file),
        contract.classes(),
        contract.channels(),
        contract.height() == 0
            ? Optional.empty()
            : Optional.of(new Shape(contract.channels(), contract.height(), contract.width())),
        inUse,
        contract.parameters(),
        Optional.empty(),
        contract.sha256());
  }

  private static ProblemException refusal(String id, Path file, String message) {
    return new ProblemException(List.of(Problem.error(id, file.toString(), message)));
  }
}
