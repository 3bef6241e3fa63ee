package io.bagoftricks.backends.spi.natives;

import io.bagoftricks.backends.spi.NativeCode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * A small library of our own in the cache, in a file that is named by the hash of its bytes: after
 * a change it has another name.
 *
 * @param file in the cache
 * @param code what it is
 */
public record OwnLibrary(Path file, NativeCode code) {
  private static final String FOLDER = "own";

  /**
   * Unpacks a library where the cache does not have these very bytes.
   *
   * @param resource a few hundred kilobytes; its name ends in {@code .so}
   * @throws IOException if it cannot be read or written
   */
  static OwnLibrary unpack(Path cache, URL resource) throws IOException {
    byte[] content;
    try (InputStream in = resource.openStream()) {
      content = in.readAllBytes();
    }
    String path = resource.getPath();
    String name = path.substring(path.lastIndexOf('/') + 1);
    String sha256 = sha256(content);
    Path file = cache.resolve(FOLDER).resolve(name.replaceFirst("\\.so$", "-" + sha256 + ".so"));
    if (!holds(file, content)) {
      Replacement.put(file, new ByteArrayInputStream(content), FileTime.from(Instant.now()));
    }
    return new OwnLibrary(file, new NativeCode(name, sha256));
  }

  private static boolean holds(Path file, byte[] content) throws IOException {
    return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
        && Arrays.equals(Files.readAllBytes(file), content);
  }

  private static String sha256(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }
}
