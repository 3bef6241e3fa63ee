/** HSB jitter: hue, saturation and brightness are scaled by random factors. */
@NullMarked
package io.bagoftricks.tricks.data.hsbjitter;

import org.jspecify.annotations.NullMarked;
