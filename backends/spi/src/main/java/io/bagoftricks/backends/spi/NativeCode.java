package io.bagoftricks.backends.spi;

/**
 * A native library that comes with this program, as it was loaded.
 *
 * @param file its name, without the folder
 * @param sha256 of its bytes, in lower-case hexadecimal digits
 */
public record NativeCode(String file, String sha256) {}
