/** MXNet's MSRAPrelu, by which GluonCV starts its networks. */
@NullMarked
package io.bagoftricks.tricks.init.msraprelu;

import org.jspecify.annotations.NullMarked;
