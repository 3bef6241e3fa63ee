package io.bagoftricks.product.breaks;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
    List<String> classPath = new ArrayList<>();
    before.ifPresent(path -> classPath.add(path.toString()));
    classPath.add(module.resolve("target/test-classes").toString());
    classPath.add(System.getProperty("java.class.path"));
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dorg.bytedeco.javacpp.maxphysicalbytes=0",
                "-Dorg.bytedeco.javacpp.platform.extension="
                    + System.getProperty("org.bytedeco.javacpp.platform.extension", ""),
                "-Drandom.networks.first=0",
                "-Drandom.networks=20",
                "-Drandom.convolutions.first=0",
                "-Drandom.convolutions=20"));
    if (before.isPresent() && of.isNative()) {
      command.add("-Dorg.bytedeco.javacpp.cachedir=" + folder.resolve("natives"));
    }
    command.addAll(
        List.of("-cp", String.join(File.pathSeparator, classPath), KillerRun.class.getName()));
    command.addAll(killers.tests());
    Path log = Files.createTempFile(folder, "killers", ".log");
    ProcessBuilder builder =
        new ProcessBuilder(command)
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
