package io.bagoftricks.engine.images.source;

/**
 * A label as it is written beside an image.
 *
 * @param text as it stands there
 * @param where it stands, for messages
 */
record FileLabel(String text, String where) {}
