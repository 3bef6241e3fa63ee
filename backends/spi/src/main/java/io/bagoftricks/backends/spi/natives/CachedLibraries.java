package io.bagoftricks.backends.spi.natives;

import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Collections;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.zip.CRC32;

/**
 * The libraries that JavaCPP has unpacked, as {@code CACHE/JAR/ENTRY}. JavaCPP takes a file as
 * current by size and time; here the bytes are compared with those in the jar, by the jar's own
 * checksums.
 */
final class CachedLibraries {
  private static final int BUFFER = 1 << 20;

  private final Path cache;
  private final ClassLoader loader;

  CachedLibraries(Path cache, ClassLoader loader) {
    this.cache = cache;
    this.loader = loader;
  }

  /** Replaces every file whose bytes are not those of its jar. */
  void check() throws IOException {
    Files.walkFileTree(
        cache,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            check(file, attributes);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) {
            return FileVisitResult.CONTINUE; // another process has removed it
          }
        });
  }

  private void check(Path file, BasicFileAttributes attributes) throws IOException {
    Path name = cache.relativize(file);
    if (name.getNameCount() < 2) {
      return;
    }
    Optional<JarURLConnection> origin =
        origin(name.getName(0).toString(), name.subpath(1, name.getNameCount()).toString());
    if (origin.isEmpty()) {
      return; // of a jar that this program does not use, so that nothing loads it
    }
    if (attributes.isSymbolicLink()) {
      if (!Files.exists(file) || !file.toRealPath().startsWith(cache)) {
        Files.deleteIfExists(file);
      }
      return;
    }
    JarEntry entry = origin.get().getJarEntry();
    boolean taken =
        attributes.size() == entry.getSize()
            && attributes.lastModifiedTime().toMillis() == entry.getTime();
    // Where size or time differ, another process may be unpacking it, and JavaCPP waits for it.
    if (taken && checksum(file) != entry.getCrc()) {
      try (InputStream content = origin.get().getInputStream()) {
        Replacement.put(file, content, FileTime.fromMillis(entry.getTime()));
      }
    }
  }

  /** The entry of a jar on the class path. */
  private Optional<JarURLConnection> origin(String jar, String entry) throws IOException {
    for (URL url : Collections.list(loader.getResources(entry))) {
      if (url.openConnection() instanceof JarURLConnection connection
          && Path.of(connection.getJarFile().getName()).endsWith(jar)) {
        return Optional.of(connection);
      }
    }
    return Optional.empty();
  }

  private static long checksum(Path file) throws IOException {
    CRC32 checksum = new CRC32();
    ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
    try (FileChannel channel = FileChannel.open(file)) {
      while (channel.read(buffer) >= 0) {
        checksum.update(buffer.flip());
        buffer.clear();
      }
    }
    return checksum.getValue();
  }
}
