package io.bagoftricks.engine.plan;

/**
 * A teacher of a plan that is built as the student, with weights that a trick gives.
 *
 * @param instance the trick
 * @param number of those of this trick, from 0
 */
public record MeanTeacherPlan(String instance, int number) {}
