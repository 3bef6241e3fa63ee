/** Contact sheets: what becomes of training images. */
@NullMarked
package io.bagoftricks.engine.preview;

import org.jspecify.annotations.NullMarked;
