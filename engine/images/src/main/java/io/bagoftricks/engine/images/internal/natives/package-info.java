/** Code in C ({@code src/main/native}), for what takes most of the time after decoding. */
@NullMarked
package io.bagoftricks.engine.images.internal.natives;

import org.jspecify.annotations.NullMarked;
