/** Random resized crop: a part of random area and aspect, resized to the network's input. */
@NullMarked
package io.bagoftricks.tricks.data.randomresizedcrop;

import org.jspecify.annotations.NullMarked;
