package io.bagoftricks.engine.images;

import io.bagoftricks.engine.internal.storage.StorageProblems;
import java.io.IOException;
import java.nio.file.FileSystemException;

/**
 * The system does not read a file, and nothing is known to be wrong with what is in it: a fault of
 * a disk or a network, or too many files are open.
 */
public final class SystemFaultException extends IOException {
  private static final long serialVersionUID = 1;

  /** The fault, met while a file was read. */
  SystemFaultException(String file, IOException cause) {
    super(
        "%s could not be read: %s. Nothing is known to be wrong with the image: when the cause is gone (a disk, a network, the limit of open files), go on."
            .formatted(file, reason(cause)),
        cause);
  }

  /** The fault; what is said of one file alone, that it is not there for instance, is none. */
  static IOException unlessOfOneFile(String file, IOException e) {
    boolean isKnown =
        e instanceof FileSystemException && !e.getClass().equals(FileSystemException.class);
    return isKnown ? e : new SystemFaultException(file, e);
  }

  private static String reason(IOException cause) {
    return cause instanceof FileSystemException known && known.getReason() != null
        ? known.getReason()
        : StorageProblems.words(cause);
  }
}
