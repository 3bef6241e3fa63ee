/** Data sets of image files: folders, archives, tables, shards, packs. */
@NullMarked
package io.bagoftricks.engine.images.source;

import org.jspecify.annotations.NullMarked;
