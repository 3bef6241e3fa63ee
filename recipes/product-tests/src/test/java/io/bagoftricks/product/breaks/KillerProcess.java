package io.bagoftricks.product.breaks;

import io.bagoftricks.product.ChildJava;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Runs tests of a module in a JVM of their own, with broken classes before all others. */
final class KillerProcess {
  private static final int MINUTES = 5;

  private final Path root;
  private final Path folder;

  /** With the checkout, and a folder for logs and native libraries. */
  KillerProcess(Path root, Path folder) {
    this.root = root;
    this.folder = folder;
  }

  /**
   * Runs them.
   *
   * @param before a folder of classes that hide others
   * @return the test that was red, if one was
   * @throws IllegalStateException if there were no such tests
   */
  Optional<String> run(Break.Killers killers, Optional<Path> before, Break of)
      throws IOException, InterruptedException {
    Path module = root.resolve(killers.module());
    ChildJava java =
        new ChildJava()
            .with(
                "-Xmx1g",
                "-Drandom.networks.first=0",
                "-Drandom.networks=20",
                "-Drandom.convolutions.first=0",
                "-Drandom.convolutions=20");
    before.ifPresent(java::withClasses);
    java.withClasses(module.resolve("target/test-classes"));
    if (before.isPresent() && of.isNative()) {
      java.with("-Dorg.bytedeco.javacpp.cachedir=" + folder.resolve("natives"));
    }
    Path log = Files.createTempFile(folder, "killers", ".log");
    ProcessBuilder builder =
        java.process(KillerRun.class, killers.tests().toArray(String[]::new))
            .directory(module.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    Map<String, String> environment = builder.environment();
    environment.putAll(of.environment());
    environment.put("OMP_WAIT_POLICY", "passive");
    Process process = builder.start();
    if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      return Optional.of("no end after " + MINUTES + " minutes");
    }
    return result(process.exitValue(), Files.readString(log));
  }

  private static Optional<String> result(int code, String log) {
    Optional<String> red =
        log.lines()
            .filter(line -> line.startsWith(KillerRun.RED))
            .map(line -> line.substring(KillerRun.RED.length()))
            .findFirst();
    if (red.isPresent()) {
      return red;
    }
    if (code == 0 && log.lines().anyMatch(line -> line.startsWith(KillerRun.GREEN))) {
      return Optional.empty();
    }
    throw new IllegalStateException("The killers did not run: exit code " + code + "\n" + log);
  }
}
