/** The folder into which native libraries are unpacked: whose it is, and whether they are whole. */
@NullMarked
package io.bagoftricks.backends.spi.natives;

import org.jspecify.annotations.NullMarked;
