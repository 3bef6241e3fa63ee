package io.bagoftricks.api;

/**
 * Weights of a teacher that is built as the student is, such as averages of the student's own from
 * {@link TrickState#flat}. Read, and not kept.
 *
 * @param weights one number for each of {@link StepResult#weights}
 * @param statistics one number for each of {@link StepResult#statistics}
 * @since 0.1
 */
public record TeacherWeights(FlatValues weights, FlatValues statistics) {}
