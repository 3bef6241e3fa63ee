/** Which images of a data set a run learns from, chooses by and is judged by. */
@NullMarked
package io.bagoftricks.engine.split;

import org.jspecify.annotations.NullMarked;
