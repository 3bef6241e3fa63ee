/** The reference backend: every layer as plain ND4J operations, in 32 and 64 bits. */
@NullMarked
package io.bagoftricks.backends.nd4j;

import org.jspecify.annotations.NullMarked;
