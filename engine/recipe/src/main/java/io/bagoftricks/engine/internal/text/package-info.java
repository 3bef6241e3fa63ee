/** Text that came from outside, made fit to be shown. */
@NullMarked
package io.bagoftricks.engine.internal.text;

import org.jspecify.annotations.NullMarked;
