package io.bagoftricks.tricks.loss.distillation;

import io.bagoftricks.api.LossDraft;
import io.bagoftricks.api.LossHook;
import io.bagoftricks.api.LossTerm;
import io.bagoftricks.api.Slot;
import io.bagoftricks.api.Teacher;
import io.bagoftricks.api.Teachers;
import io.bagoftricks.api.Uses;
import io.bagoftricks.tricks.loss.distillation.DistillationConfig.Form;
import jakarta.inject.Inject;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Adds a loss on the probabilities of a teacher: {@code l(p, softmax(z)) + T^2 l(softmax(r / T),
 * softmax(z / T))}, with the student's logits z, the teacher's r, and the labels p. The teacher
 * looks at the very images that the student does, augmented and mixed. The term is called as the
 * trick is in the recipe, so that there may be several teachers.
 *
 * <p>Hinton et al. 2015 (arXiv:1503.02531); He et al. 2019 (arXiv:1812.01187), section 5.3.
 */
public final class Distillation implements LossHook {
  private final DistillationConfig config;
  private final Optional<Teacher> teacher;

  /** Builds the trick from its settings; the engine builds the teacher. */
  @Inject
  public Distillation(DistillationConfig config, Teachers teachers) {
    this.config = config;
    this.teacher = config.source().map(teachers::load);
  }

  @Override
  @Uses(adds = Slot.LOSS_TERMS)
  public void onLoss(LossDraft loss) {
    if (config.hardWeightInUse() != 1) {
      loss.multiply(LossDraft.HARD, config.hardWeightInUse());
    }
    if (config.softWeightInUse() > 0) {
      INDArray logits = teacher.orElseThrow().logits(loss.inputs());
      loss.add(
          loss.instance(),
          config.softWeightInUse(),
          term(logits, config.temperature(), config.formInUse()));
    }
  }

  /**
   * The loss of a student against a teacher: {@code T^2 l(softmax(r / T), softmax(z / T))}, the
   * mean over the examples. Its gradient is {@code T (softmax(z / T) - softmax(r / T)) / batch}.
   *
   * @param teacherLogits r, shape [batch, classes]; read at once
   * @param temperature T, positive and finite
   */
  public static LossTerm term(INDArray teacherLogits, double temperature, Form form) {
    return new SoftTerm(teacherLogits, temperature, form);
  }
}
