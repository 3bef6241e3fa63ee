package io.bagoftricks.product.breaks;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Compiles a break into a folder that goes before all others of a class path. */
final class BrokenClasses {
  private static final Path KERNELS = Path.of("backends/onednn/src/main/native");
  private static final Path BUILD = Path.of("backends/compiler/src/main/native/build-library");
  private static final Path COMPILER =
      Path.of("backends/compiler/target/compiler/org/bytedeco/llvm/linux-x86_64");
  private static final Path RESOURCES =
      Path.of("io/bagoftricks/backends/onednn/internal/natives/linux-x86_64");

  private final Path root;

  BrokenClasses(Path root) {
    this.root = root;
  }

  /** The files that a break of the kernels takes to be compiled. */
  List<Path> needed() {
    return List.of(root.resolve(BUILD), root.resolve(COMPILER).resolve("clang"));
  }

  /**
   * Compiles.
   *
   * @throws IllegalStateException if the break does not compile, or has lost its place
   */
  void compile(Break broken, Path to) throws IOException, InterruptedException {
    if (broken.isNative()) {
      compileKernels(broken, to);
    } else {
      compileJava(broken, to);
    }
  }

  private void compileJava(Break broken, Path to) throws IOException {
    String source = broken.source(root);
    JavaFileObject file =
        new SimpleJavaFileObject(
            URI.create("string:///" + broken.file()), JavaFileObject.Kind.SOURCE) {
          @Override
          public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return source;
          }

          @Override
          public boolean isNameCompatible(String simpleName, Kind kind) {
            return true;
          }
        };
    StringWriter messages = new StringWriter();
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    boolean compiled =
        compiler
            .getTask(
                messages,
                null,
                null,
                List.of(
                    "-d",
                    to.toString(),
                    "-cp",
                    System.getProperty("java.class.path"),
                    "-proc:none",
                    "-parameters",
                    "-nowarn"),
                null,
                List.of(file))
            .call();
    if (!compiled) {
      throw new IllegalStateException(broken.what() + " does not compile: " + messages);
    }
  }

  private void compileKernels(Break broken, Path to) throws IOException, InterruptedException {
    Path sources = Files.createDirectories(to.resolve("sources"));
    try (Stream<Path> files = Files.list(root.resolve(KERNELS))) {
      for (Path file : files.toList()) {
        Files.copy(file, sources.resolve(file.getFileName()));
      }
    }
    Files.writeString(sources.resolve(Path.of(broken.file()).getFileName()), broken.source(root));
    Path log = to.resolve("build.log");
    Process build =
        new ProcessBuilder(
                "bash",
                root.resolve(BUILD).toString(),
                root.resolve(COMPILER).toString(),
                sources.toString(),
                to.resolve(RESOURCES).toString())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    if (!build.waitFor(5, TimeUnit.MINUTES) || build.exitValue() != 0) {
      build.destroyForcibly();
      throw new IllegalStateException(
          broken.what() + " does not compile: " + Files.readString(log));
    }
  }
}
