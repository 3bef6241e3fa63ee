/** ONNX Runtime, to check exported models. */
@NullMarked
package io.bagoftricks.onnxruntime;

import org.jspecify.annotations.NullMarked;
