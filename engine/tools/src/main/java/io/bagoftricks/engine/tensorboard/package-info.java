/** Event files that TensorBoard shows. */
@NullMarked
package io.bagoftricks.engine.tensorboard;

import org.jspecify.annotations.NullMarked;
