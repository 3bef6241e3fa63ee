/** Losses and scores of probabilities: what a network's outputs are worth. */
@NullMarked
package io.bagoftricks.engine.metric;

import org.jspecify.annotations.NullMarked;
