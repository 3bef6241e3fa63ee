package io.bagoftricks.engine.cli.internal.process;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where results go, with a memory of what went wrong there: writers of text swallow it. */
public final class StandardOutput extends FilterOutputStream {
  /** As a shell has it for a program that SIGPIPE (13) ended, which Java does not let happen. */
  private static final int NOBODY_READS = 128 + 13;

  private static final int FAILED = 1;

  private @Nullable IOException failure;

  StandardOutput(OutputStream out) {
    super(out);
  }

  /** The process's own. */
  public static StandardOutput ofProcess() {
    return new StandardOutput(new FileOutputStream(FileDescriptor.out));
  }

  @Override
  public void write(int value) throws IOException {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    try {
      out.write(bytes, offset, length);
    } catch (IOException e) {
      if (failure == null) {
        failure = e;
      }
      throw e;
    }
  }

  /**
   * The complaint about output that could not be written; empty if all was written, or if nobody
   * reads it any more.
   */
  public Optional<String> complaint() {
    return failure == null || nobodyReads(failure)
        ? Optional.empty()
        : Optional.of(
            "[output/not-written] Standard output could not be written (%s): the output is cut off or missing. Free space or name another target, and run the command again."
                .formatted(failure.getMessage()));
  }

  /**
   * The exit code.
   *
   * @param code of the command
   */
  public int exitCode(int code) {
    if (failure == null || code != 0) {
      return code;
    }
    return nobodyReads(failure) ? NOBODY_READS : FAILED;
  }

  private static boolean nobodyReads(IOException failure) {
    return "Broken pipe".equals(failure.getMessage());
  }
}
