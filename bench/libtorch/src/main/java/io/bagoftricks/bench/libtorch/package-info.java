/** libtorch (PyTorch without Python) doing the same work as our engine. */
@NullMarked
package io.bagoftricks.bench.libtorch;

import org.jspecify.annotations.NullMarked;
