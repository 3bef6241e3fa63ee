package io.bagoftricks.product;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/**
 * A local repository of Maven in which the modules of the checkout are installed as they are
 * compiled now. All others' artifacts are those of the user's own repository, which keeps what is
 * downloaded.
 */
final class MavenRepository implements AutoCloseable {
  private static final String GROUP = "bagoftricks";
  static final String VERSION = "0.1.0-SNAPSHOT";

  private final Path root;

  private MavenRepository(Path root) {
    this.root = root;
  }

  /** Makes one in an empty folder. */
  static MavenRepository ofCheckout(Path root) throws IOException {
    Path users =
        Path.of(
            System.getProperty(
                "localRepository", System.getProperty("user.home") + "/.m2/repository"));
    linkAll(users, root, "io");
    linkAll(users.resolve("io"), root.resolve("io"), GROUP);
    MavenRepository repository = new MavenRepository(root);
    Path examples = Checkout.root().resolve("examples");
    for (Path pom : Checkout.files("", "pom.xml")) {
      if (!pom.startsWith(examples)) {
        repository.install(pom);
      }
    }
    return repository;
  }

  Path root() {
    return root;
  }

  /** Removes the links, and not what they lead to. */
  @Override
  public void close() throws IOException {
    for (Path folder : List.of(root, root.resolve("io"))) {
      try (Stream<Path> entries = Files.list(folder)) {
        for (Path link : entries.filter(Files::isSymbolicLink).toList()) {
          Files.delete(link);
        }
      }
    }
  }

  private static void linkAll(Path from, Path to, String except) throws IOException {
    Files.createDirectories(to);
    if (Files.isDirectory(from)) {
      try (Stream<Path> entries = Files.list(from)) {
        for (Path entry : entries.filter(Files::isDirectory).toList()) {
          if (!entry.endsWith(except)) {
            Files.createSymbolicLink(to.resolve(entry.getFileName()), entry);
          }
        }
      }
    }
  }

  /** By its folder: {@code engine/core} is {@code bagoftricks-engine-core}. */
  private void install(Path pom) throws IOException {
    Path module = Checkout.root().relativize(pom.getParent());
    String name = (GROUP + "-" + module.toString().replace('/', '-')).replaceAll("-$", "");
    Path folder =
        Files.createDirectories(root.resolve("io").resolve(GROUP).resolve(name).resolve(VERSION));
    Files.copy(pom, folder.resolve(name + "-" + VERSION + ".pom"));
    Path classes = pom.resolveSibling(Path.of("target", "classes"));
    String jar = name + "-" + VERSION + ".jar";
    Path built = pom.resolveSibling(Path.of("target", jar));
    if (Files.isDirectory(classes)) {
      pack(classes, folder.resolve(jar));
    } else if (Files.exists(built)) { // made of others' classes alone
      Files.copy(built, folder.resolve(jar));
    }
  }

  private static void pack(Path classes, Path jar) throws IOException {
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
        Stream<Path> all = Files.walk(classes)) {
      out.setLevel(0);
      for (Path file : all.filter(Files::isRegularFile).sorted().toList()) {
        out.putNextEntry(new JarEntry(classes.relativize(file).toString()));
        Files.copy(file, out);
      }
    }
  }
}
