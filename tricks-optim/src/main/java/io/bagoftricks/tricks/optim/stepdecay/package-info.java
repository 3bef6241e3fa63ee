/** Step decay: a learning rate that drops at given epochs. */
@NullMarked
package io.bagoftricks.tricks.optim.stepdecay;

import org.jspecify.annotations.NullMarked;
