/** Text that came from outside, made fit to be shown. */
@NullMarked
package io.bagoftricks.engine.text;

import org.jspecify.annotations.NullMarked;
