package io.bagoftricks.engine.images;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;

/**
 * An encoded image, wherever it lies; its text says where. Nothing of it is read before it is
 * opened, and many threads may open it at once.
 */
interface ImageFile {
  /** Its length in bytes. */
  long size() throws IOException;

  /** Opens it; the caller closes it. Of an archive that packs it, all of it is in memory then. */
  SeekableByteChannel open() throws IOException;
}
