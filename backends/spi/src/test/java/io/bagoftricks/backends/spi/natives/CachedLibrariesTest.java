package io.bagoftricks.backends.spi.natives;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files in the cache that have the size and the time of a library, but other bytes. */
final class CachedLibrariesTest {
  private static final String ENTRY = "org/example/linux-x86_64/libexample.so";
  private static final String BYTES = "the library";
  private static final String OTHERS = "THE library";

  @TempDir private Path temporary;
  private Path cache;
  private Path cached;
  private FileTime time;
  private URLClassLoader loader;

  @BeforeEach
  void putALibraryIntoAJar() throws IOException {
    Path jar = temporary.resolve("example 1.0+ü.jar");
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      JarEntry entry = new JarEntry(ENTRY);
      entry.setTime(1_700_000_000_000L);
      out.putNextEntry(entry);
      out.write(BYTES.getBytes(StandardCharsets.UTF_8));
    }
    try (JarFile file = new JarFile(jar.toFile())) {
      time = FileTime.fromMillis(file.getJarEntry(ENTRY).getTime());
    }
    loader = new URLClassLoader(new URL[] {jar.toUri().toURL()}, null);
    cache = Files.createDirectory(temporary.toRealPath().resolve("cache"));
    cached = cache.resolve(jar.getFileName()).resolve(ENTRY);
    Files.createDirectories(cached.getParent());
  }

  @AfterEach
  void closeTheJar() throws IOException {
    loader.close();
  }

  @Test
  void isReplaced() throws IOException {
    write(cached, OTHERS);

    check();

    assertThat(cached).hasContent(BYTES);
    assertThat(Files.getLastModifiedTime(cached)).isEqualTo(time);
    assertThat(cached.getParent()).isDirectoryContaining(cached::equals);
    try (var files = Files.list(cached.getParent())) {
      assertThat(files).containsExactly(cached);
    }
  }

  @Test
  void staysWhereItsBytesAreThoseOfTheJar() throws IOException {
    write(cached, BYTES);
    Object file = Files.getAttribute(cached, "unix:ino");

    check();

    assertThat(Files.getAttribute(cached, "unix:ino")).isEqualTo(file);
  }

  @Test
  void isLeftToJavaCppWhereItSeesTheDifferenceItself() throws IOException {
    write(cached, "half of the li");

    check();

    assertThat(cached).hasContent("half of the li");
  }

  @Test
  void isLeftWhereItIsOfNoJarOfThisProgram() throws IOException {
    Path other = cache.resolve("other-1.0.jar").resolve(ENTRY);
    Files.createDirectories(other.getParent());
    write(other, OTHERS);
    Path lock = Files.writeString(cache.resolve(".lock"), "");

    check();

    assertThat(other).hasContent(OTHERS);
    assertThat(lock).exists();
  }

  @Test
  void isRemovedWhereALinkLeadsOutOfTheCache() throws IOException {
    Path outside = temporary.resolve("libexample.so");
    write(outside, OTHERS);
    Files.createSymbolicLink(cached, outside);

    check();

    assertThat(cached).doesNotExist();
    assertThat(outside).hasContent(OTHERS);
  }

  @Test
  void staysWhereALinkLeadsToAnotherLibraryOfTheCache() throws IOException {
    Path other = cached.resolveSibling("libother.so");
    write(other, OTHERS);
    Files.createSymbolicLink(cached, other);

    check();

    assertThat(cached).isSymbolicLink().hasContent(OTHERS);
  }

  private void check() throws IOException {
    new CachedLibraries(cache, loader).check();
  }

  private void write(Path file, String content) throws IOException {
    Files.writeString(file, content);
    Files.setLastModifiedTime(file, time);
  }
}
