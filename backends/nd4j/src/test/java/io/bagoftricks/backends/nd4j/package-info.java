/** Tests of the ND4J backend, against hand-computed numbers, finite differences and libtorch. */
@NullMarked
package io.bagoftricks.backends.nd4j;

import org.jspecify.annotations.NullMarked;
