/** Squeeze and excitation: residual branches that weigh their channels. */
@NullMarked
package io.bagoftricks.tricks.arch.squeezeexcitation;

import org.jspecify.annotations.NullMarked;
