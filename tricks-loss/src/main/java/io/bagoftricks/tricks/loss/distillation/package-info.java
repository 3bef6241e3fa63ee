/** Distillation: a student learns the probabilities of a teacher beside the labels. */
@NullMarked
package io.bagoftricks.tricks.loss.distillation;

import org.jspecify.annotations.NullMarked;
