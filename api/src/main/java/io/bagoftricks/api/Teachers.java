package io.bagoftricks.api;

import java.util.function.Supplier;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Gives a trick second networks to learn from, such as the teacher of a distillation. A trick asks
 * for it in its {@code @Inject} constructor, and calls {@link #load} there, so that a teacher is
 * planned together with the run: what does not fit is a problem of the recipe before training.
 *
 * <p>The engine builds a teacher when a run starts, and frees it at the run's end. It is in no
 * count of parameters, no group, no optimizer state, no average and no checkpoint; the manifest of
 * the run has its hash, and a run is not resumed with another.
 *
 * @since 0.1
 */
@ProviderType
public interface Teachers {
  /**
   * {@return a frozen network} The same source gives the same network. Where it is not there or
   * does not fit the run, planning ends with a problem that says so; this method does not fail.
   *
   * @param source where its weights are
   * @throws IllegalStateException if the constructor of the trick has returned
   */
  Teacher load(TeacherSource source);

  /**
   * {@return a network built as the student is, in evaluation mode, with weights that may move: a
   * mean teacher} Its weights are copied at its first {@link Teacher#logits} in each step, and lie
   * in no checkpoint: what they are made of belongs in {@link TrickState}, which a resumed run has
   * again.
   *
   * @param weights asked for at that time; what it gives is as large as the student's
   * @throws IllegalStateException if the constructor of the trick has returned
   */
  Teacher ofStudent(Supplier<TeacherWeights> weights);
}
