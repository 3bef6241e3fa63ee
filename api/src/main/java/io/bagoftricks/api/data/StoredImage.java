package io.bagoftricks.api.data;

import java.nio.ByteBuffer;

/**
 * An image as it is stored, whether it can be decoded or not.
 *
 * @param name where it lies, for messages
 * @param bytes of the file, from the position to the limit; the caller's own buffer
 * @since 0.1
 */
public record StoredImage(String name, ByteBuffer bytes) {}
