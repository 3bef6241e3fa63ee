/** What executes a network: weights apart from plans, behind one provider a backend. */
@NullMarked
package io.bagoftricks.backends.spi;

import org.jspecify.annotations.NullMarked;
