/**
 * How far libtorch's narrower types are from the golden files' float64: the error to judge ours by.
 */
@NullMarked
package io.bagoftricks.bench.libtorch.golden;

import org.jspecify.annotations.NullMarked;
