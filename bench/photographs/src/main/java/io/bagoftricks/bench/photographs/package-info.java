/** Compares how photographs are prepared here with OpenCV and Pillow. */
@NullMarked
package io.bagoftricks.bench.photographs;

import org.jspecify.annotations.NullMarked;
