/**
 * Operations on the pixels of one image that tricks share: RGB (or gray) planes of float32 on the
 * scale 0 to 255, changed in place by plain loops. Arithmetic is in floats and is not rounded in
 * between, where libraries of images round to bytes. Crops, flips, resizing and warps are not here:
 * a {@link io.bagoftricks.api.Sample} records them, with {@link io.bagoftricks.api.Box}, {@link
 * io.bagoftricks.api.Filter} and {@link Affine}, and executes them as one resampling.
 */
@NullMarked
package io.bagoftricks.api.image;

import org.jspecify.annotations.NullMarked;
