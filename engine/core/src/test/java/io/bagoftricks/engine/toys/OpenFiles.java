package io.bagoftricks.engine.toys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Files that this process has open or mapped, which only Linux says. */
public final class OpenFiles {
  private static final Path DESCRIPTORS = Path.of("/proc/self/fd");
  private static final Path MAPPED = Path.of("/proc/self/maps");

  private OpenFiles() {}

  /** Files below a folder that are open or mapped; the test is skipped where nobody knows. */
  public static List<String> below(Path folder) throws IOException {
    assumeTrue(Files.isDirectory(DESCRIPTORS), "there is no " + DESCRIPTORS);
    String real = folder.toRealPath() + "/";
    List<String> open = new ArrayList<>();
    try (Stream<Path> descriptors = Files.list(DESCRIPTORS)) {
      for (Path descriptor : descriptors.toList()) {
        if (Files.isSymbolicLink(descriptor)) { // not that of the listing itself
          String file = Files.readSymbolicLink(descriptor).toString();
          if (file.startsWith(real)) {
            open.add(file);
          }
        }
      }
    }
    Files.readAllLines(MAPPED).stream()
        .filter(line -> line.contains(real))
        .map(line -> line.substring(line.indexOf(real)))
        .forEach(open::add);
    return open;
  }

  /** Fails where a file below a folder is open or mapped. */
  public static void assertNone(Path folder) throws IOException {
    assertThat(below(folder)).isEmpty();
  }
}
