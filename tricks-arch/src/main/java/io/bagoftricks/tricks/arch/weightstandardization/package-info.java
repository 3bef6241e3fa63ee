/** Weight standardization: convolutions with normalized weights. */
@NullMarked
package io.bagoftricks.tricks.arch.weightstandardization;

import org.jspecify.annotations.NullMarked;
