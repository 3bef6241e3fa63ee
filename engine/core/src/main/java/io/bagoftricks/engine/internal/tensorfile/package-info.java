/** Files of named arrays, as safetensors has them. */
@NullMarked
package io.bagoftricks.engine.internal.tensorfile;

import org.jspecify.annotations.NullMarked;
