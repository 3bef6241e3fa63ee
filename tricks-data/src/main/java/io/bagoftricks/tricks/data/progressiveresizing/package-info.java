/** Progressive resizing: small images first, larger ones later. */
@NullMarked
package io.bagoftricks.tricks.data.progressiveresizing;

import org.jspecify.annotations.NullMarked;
