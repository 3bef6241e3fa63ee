/** The networks that are compared, as plain data: every peer builds them out of its own layers. */
@NullMarked
package io.bagoftricks.bench.network;

import org.jspecify.annotations.NullMarked;
