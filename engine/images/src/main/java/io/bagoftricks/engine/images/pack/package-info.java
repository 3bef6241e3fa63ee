/** Makes packs of image files. */
@NullMarked
package io.bagoftricks.engine.images.pack;

import org.jspecify.annotations.NullMarked;
