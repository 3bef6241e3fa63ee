package io.bagoftricks.engine.internal.storage;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 of the bytes of a file, in hexadecimal. */
public final class FileHash {
  private static final int BUFFER = 1 << 16;

  private final MessageDigest digest;

  /** Of a file that is about to be written. */
  public FileHash() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }

  /**
   * Of a file that is there.
   *
   * @throws IOException if it cannot be read
   */
  public static String sha256(Path file) throws IOException {
    FileHash hash = new FileHash();
    byte[] buffer = new byte[BUFFER];
    try (InputStream in = Files.newInputStream(file)) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        hash.digest.update(buffer, 0, read);
      }
    }
    return hash.hex();
  }

  /** Lets bytes through and takes them in. */
  public OutputStream of(OutputStream out) {
    return new DigestOutputStream(out, digest);
  }

  /** Takes bytes in. */
  public void add(byte[] bytes) {
    digest.update(bytes);
  }

  /** Of all bytes since the last call. */
  public String hex() {
    return HexFormat.of().formatHex(digest.digest());
  }
}
