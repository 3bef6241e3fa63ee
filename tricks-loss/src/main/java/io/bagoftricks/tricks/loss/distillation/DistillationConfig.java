package io.bagoftricks.tricks.loss.distillation;

import io.bagoftricks.api.TeacherPath;
import io.bagoftricks.api.TeacherSource;
import io.bagoftricks.api.TeacherSource.Choice;
import io.bagoftricks.api.network.Normalization;
import java.util.List;
import java.util.Optional;

/**
 * Settings of distillation.
 *
 * @param teacher the folder of a finished run, or a {@code .safetensors} or {@code .onnx} file
 * @param weights which of a run's weights
 * @param teacherRecipe the recipe of the network whose weights a safetensors file has
 * @param teacherMean of the pixels that an ONNX model which is not ours was trained on, one value
 *     per channel on the scale 0 to 255; empty for any other teacher
 * @param teacherStandardDeviation of these pixels, positive
 * @param temperature T, from 1e-6 to 1e6: by it both sides' logits are divided
 * @param profile whose form and weights
 * @param form of the term on the teacher; without one that of the profile
 * @param hardWeight of the loss on the labels, at least 0; without one that of the profile
 * @param softWeight of the term on the teacher, at least 0; without one that of the profile
 */
public record DistillationConfig(
    @TeacherPath Optional<String> teacher,
    Choice weights,
    @TeacherPath Optional<String> teacherRecipe,
    List<Double> teacherMean,
    List<Double> teacherStandardDeviation,
    double temperature,
    Profile profile,
    Optional<Form> form,
    Optional<Double> hardWeight,
    Optional<Double> softWeight) {
  /** Whose definition. */
  public enum Profile {
    /** The cross-entropy with the teacher; both losses count whole. */
    PAPER(Form.CROSS_ENTROPY, 1, 1),
    /** The cross-entropy with the teacher; both losses count half. */
    GLUONCV(Form.CROSS_ENTROPY, 0.5, 0.5),
    /** The divergence from the teacher; both losses count whole. */
    TIMM(Form.KL, 1, 1);

    private final Form form;
    private final double hardWeight;
    private final double softWeight;

    Profile(Form form, double hardWeight, double softWeight) {
      this.form = form;
      this.hardWeight = hardWeight;
      this.softWeight = softWeight;
    }
  }

  /** The two forms of the term on the teacher: they differ by a constant, and have one gradient. */
  public enum Form {
    /** {@code -sum(p log q)}. */
    CROSS_ENTROPY,
    /** {@code sum(p log(p / q))}: 0 where the student is the teacher. */
    KL
  }

  /** Checks the ranges. */
  public DistillationConfig {
    teacherMean = List.copyOf(teacherMean);
    teacherStandardDeviation = List.copyOf(teacherStandardDeviation);
    if (teacherMean.size() != teacherStandardDeviation.size()) {
      throw new IllegalArgumentException(
          "teacherMean and teacherStandardDeviation have one value per channel each, not %s and %s"
              .formatted(teacherMean, teacherStandardDeviation));
    }
    if (!teacherMean.stream().allMatch(Double::isFinite)) {
      throw new IllegalArgumentException("teacherMean must be finite, not " + teacherMean);
    }
    if (!teacherStandardDeviation.stream().allMatch(d -> d > 0 && Double.isFinite(d))) {
      throw new IllegalArgumentException(
          "teacherStandardDeviation must be positive and finite, not " + teacherStandardDeviation);
    }
    if (!(temperature >= 1e-6 && temperature <= 1e6)) { // its square is a factor of the loss
      throw new IllegalArgumentException(
          "temperature must be from 1e-6 to 1e6, not " + temperature);
    }
    checkWeight("hardWeight", hardWeight);
    checkWeight("softWeight", softWeight);
  }

  /** The paper's temperature, form and weights; a teacher has to be named. */
  public static DistillationConfig defaults() {
    return new DistillationConfig(
        Optional.empty(),
        Choice.LAST,
        Optional.empty(),
        List.of(),
        List.of(),
        20,
        Profile.PAPER,
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /** Where the teacher is, if one is named. */
  Optional<TeacherSource> source() {
    Optional<Normalization> normalization =
        teacherMean.isEmpty()
            ? Optional.empty()
            : Optional.of(new Normalization(teacherMean, teacherStandardDeviation));
    return teacher.map(path -> new TeacherSource(path, weights, teacherRecipe, normalization));
  }

  /** The form of the term on the teacher. */
  Form formInUse() {
    return form.orElse(profile.form);
  }

  /** The factor on the loss on the labels. */
  double hardWeightInUse() {
    return hardWeight.orElse(profile.hardWeight);
  }

  /** The factor on the term on the teacher. */
  double softWeightInUse() {
    return softWeight.orElse(profile.softWeight);
  }

  private static void checkWeight(String name, Optional<Double> weight) {
    if (weight.isPresent() && !(weight.get() >= 0 && weight.get() < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          name + " must be finite and at least 0, not " + weight.get());
    }
  }
}
