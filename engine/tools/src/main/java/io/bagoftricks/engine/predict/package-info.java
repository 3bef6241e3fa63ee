/** A trained network looks at single images. */
@NullMarked
package io.bagoftricks.engine.predict;

import org.jspecify.annotations.NullMarked;
