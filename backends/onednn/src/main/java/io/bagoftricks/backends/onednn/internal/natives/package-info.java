/** oneDNN and the kernels in C: memory, formats, which build is loaded and what it can do. */
@NullMarked
package io.bagoftricks.backends.onednn.internal.natives;

import org.jspecify.annotations.NullMarked;
