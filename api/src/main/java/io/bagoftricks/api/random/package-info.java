/** Reproducible randomness: one counter-based generator, addressed by keys instead of shared. */
@NullMarked
package io.bagoftricks.api.random;

import org.jspecify.annotations.NullMarked;
