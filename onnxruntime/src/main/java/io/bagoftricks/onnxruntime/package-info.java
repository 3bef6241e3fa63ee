/** ONNX Runtime: checks exported models, and runs teachers that were trained elsewhere. */
@NullMarked
package io.bagoftricks.onnxruntime;

import org.jspecify.annotations.NullMarked;
