package io.bagoftricks.engine.images;

import io.bagoftricks.engine.internal.storage.StorageProblems;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.zip.ZipException;

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
  public static IOException unlessOfOneFile(String file, IOException e) {
    boolean isKnown =
        e instanceof FileSystemException && !e.getClass().equals(FileSystemException.class);
    return isKnown ? e : new SystemFaultException(file, e);
  }

  /** The fault; an archive whose bytes are not what they must be is none. */
  public static IOException unlessOfBytes(String file, IOException e) {
    return e instanceof ZipException || e instanceof EOFException ? e : unlessOfOneFile(file, e);
  }

  /**
   * Checks that something else has failed.
   *
   * @throws SystemFaultException if that is the reason
   */
  public static void checkIsNot(IOException e) throws SystemFaultException {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof SystemFaultException fault) {
        throw fault;
      }
    }
  }

  private static String reason(IOException cause) {
    return cause instanceof FileSystemException known && known.getReason() != null
        ? known.getReason()
        : StorageProblems.words(cause);
  }
}
