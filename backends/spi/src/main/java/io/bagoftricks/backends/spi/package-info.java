/**
 * The interfaces of backends, which execute networks: weights apart from plans, behind one provider
 * per backend.
 */
@NullMarked
package io.bagoftricks.backends.spi;

import org.jspecify.annotations.NullMarked;
