/** The optimizer LARS: momentum with a rate for each layer. */
@NullMarked
package io.bagoftricks.tricks.optim.lars;

import org.jspecify.annotations.NullMarked;
