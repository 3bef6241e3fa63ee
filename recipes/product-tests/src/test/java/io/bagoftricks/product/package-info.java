/**
 * Tests of the whole product: its commands, its pages, and runs with everything on the class path.
 */
@NullMarked
package io.bagoftricks.product;

import org.jspecify.annotations.NullMarked;
