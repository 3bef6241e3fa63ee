package io.bagoftricks.engine.images.pack;

import io.bagoftricks.engine.images.source.BadFile;
import java.util.List;

/**
 * A pack that was made.
 *
 * @param images in it
 * @param undecoded those of them that are files as they were, of which no pixel was looked at
 * @param bytes of all its files
 * @param fingerprint SHA-256 of its index, in hexadecimal
 * @param bad images that could not be read, each with the reason
 */
public record PackResult(
    long images, long undecoded, long bytes, String fingerprint, List<BadFile> bad) {
  /** Copies the list. */
  public PackResult {
    bad = List.copyOf(bad);
  }
}
