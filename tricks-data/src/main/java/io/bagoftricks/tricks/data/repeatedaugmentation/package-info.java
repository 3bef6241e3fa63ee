/** Repeated augmentation: several views of each image in a batch. */
@NullMarked
package io.bagoftricks.tricks.data.repeatedaugmentation;

import org.jspecify.annotations.NullMarked;
