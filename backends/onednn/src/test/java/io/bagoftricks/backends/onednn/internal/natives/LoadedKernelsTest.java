package io.bagoftricks.backends.onednn.internal.natives;

import static org.assertj.core.api.Assertions.assertThat;

import io.bagoftricks.backends.onednn.OneDnnBackend;
import io.bagoftricks.backends.spi.NativeCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The kernels that compute are those that this build made of these sources. */
final class LoadedKernelsTest {
  private static final Path SOURCES = Path.of("src/main/native");
  private static final Path SCRIPT = Path.of("../compiler/src/main/native/build-library");

  @Test
  void areTheFileThatWasBuilt() throws IOException {
    List<NativeCode> code = new OneDnnBackend(1).nativeCode();

    assertThat(code).hasSize(1);
    try (InputStream built =
        NativeKernels.class.getResourceAsStream("linux-x86_64/" + code.get(0).file())) {
      assertThat(code.get(0).sha256()).isEqualTo(sha256(built.readAllBytes()));
    }
    // Linux's own word for what is in the memory of this process.
    List<Path> mapped;
    try (Stream<String> maps = Files.lines(Path.of("/proc/self/maps"))) {
      mapped =
          maps.filter(line -> line.contains("/libkernels-"))
              .map(line -> Path.of(line.substring(line.indexOf('/'))))
              .distinct()
              .toList();
    }
    assertThat(mapped).hasSize(1);
    assertThat(sha256(Files.readAllBytes(mapped.get(0)))).isEqualTo(code.get(0).sha256());
  }

  @Test
  void wereCompiledFromTheseSources() throws IOException {
    NativeKernels.load();
    StringBuilder loaded = new StringBuilder();
    for (int quarter = 0; quarter < 4; quarter++) {
      loaded.append(HexFormat.of().toHexDigits(NativeKernels.sourcesHash(quarter)));
    }

    assertThat(loaded).hasToString(hashOfSources());
  }

  /** As {@code sha256sum library ./*.[ch] - <build-library | sha256sum}. */
  private static String hashOfSources() throws IOException {
    StringBuilder sums = new StringBuilder(line(SOURCES.resolve("library"), "library"));
    try (Stream<Path> files = Files.list(SOURCES)) {
      files
          .filter(file -> file.toString().endsWith(".c") || file.toString().endsWith(".h"))
          .sorted()
          .forEach(file -> sums.append(line(file, "./" + file.getFileName())));
    }
    sums.append(line(SCRIPT, "-"));
    return sha256(sums.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static String line(Path file, String name) {
    try {
      return sha256(Files.readAllBytes(file)) + "  " + name + "\n";
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
