/** The files of a pack: their bytes, as docs/pack-format.md has them, written and read. */
@NullMarked
package io.bagoftricks.engine.images.internal.pack;

import org.jspecify.annotations.NullMarked;
