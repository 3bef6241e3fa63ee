package io.bagoftricks.product;

import io.bagoftricks.engine.cli.Main;
import io.bagoftricks.engine.storage.Disk;
import io.bagoftricks.engine.toys.TinyRuns;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;

/**
 * The classes that a small training loads, in an archive that Java maps instead of reading them
 * again: a child that has it starts and ends in two thirds of the time.
 */
final class SharedClasses {
  private static final List<String> ENTRIES =
      List.of(System.getProperty("java.class.path").split(File.pathSeparator, -1));

  /** Stays for the other processes of the build, and for the next one if no jar changes. */
  private static final Path ARCHIVE =
      Path.of("target", "shared-classes-" + System.getProperty("java.vm.version") + ".jsa");

  private SharedClasses() {}

  /** Made when the first child is started. */
  private static final class Archive {
    static final Optional<Path> THERE = make();
  }

  /** Empty where the product is not in jars, as after {@code mvn test}: Java shares no folder. */
  static Optional<Path> archive() {
    return Archive.THERE;
  }

  /** Come first in the class path: an archive is for what begins with the same. */
  static List<String> jars() {
    return ENTRIES.stream().filter(entry -> entry.endsWith(".jar")).toList();
  }

  static List<String> folders() {
    return ENTRIES.stream().filter(entry -> !entry.endsWith(".jar")).toList();
  }

  private static Optional<Path> make() {
    String product = Main.class.getProtectionDomain().getCodeSource().getLocation().getPath();
    if (!product.endsWith(".jar")) {
      return Optional.empty();
    }
    try (FileChannel file =
            FileChannel.open(
                Path.of("target", "shared-classes.lock"),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        FileLock lock = file.lock()) {
      if (lock.isValid() && !isNewerThanTheJars()) {
        dump();
      }
      return Files.exists(ARCHIVE) ? Optional.of(ARCHIVE.toAbsolutePath()) : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static boolean isNewerThanTheJars() throws IOException {
    if (!Files.exists(ARCHIVE)) {
      return false;
    }
    for (String jar : jars()) {
      if (Files.getLastModifiedTime(Path.of(jar)).compareTo(Files.getLastModifiedTime(ARCHIVE))
          >= 0) {
        return false;
      }
    }
    return true;
  }

  /** Makes no archive where this Java has none of its own classes to begin with. */
  private static void dump() throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("shared-classes");
    try {
      Path archive = Path.of(ARCHIVE + ".new");
      Files.deleteIfExists(archive);
      Path log = folder.resolve("log");
      Process training =
          ChildJava.plain(
                  "-XX:ArchiveClassesAtExit=" + archive,
                  String.join(File.pathSeparator, jars()),
                  Main.class,
                  "train",
                  KillableRun.recipe(folder).toString(),
                  "--backend",
                  TinyRuns.BACKEND_ID,
                  "--output",
                  folder.resolve("run").toString())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      if (KillableRun.end(training, log) != 0) {
        throw new IllegalStateException(Files.readString(log));
      }
      if (Files.exists(archive)) {
        Files.move(archive, ARCHIVE, StandardCopyOption.REPLACE_EXISTING);
      }
    } finally {
      Disk.local().delete(folder);
    }
  }
}
