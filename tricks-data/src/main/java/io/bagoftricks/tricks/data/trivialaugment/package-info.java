/** TrivialAugment: one operation of a random magnitude. */
@NullMarked
package io.bagoftricks.tricks.data.trivialaugment;

import org.jspecify.annotations.NullMarked;
