/** The contract of a trick: seven hooks, what each may see and change, and how a trick is found. */
@NullMarked
package io.bagoftricks.api;

import org.jspecify.annotations.NullMarked;
