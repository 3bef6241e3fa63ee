package io.bagoftricks.engine.toys;

import io.bagoftricks.api.TrickProvider;
import jakarta.inject.Inject;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A plugin written, compiled and packed for one test, so that it can be broken in any way. */
public final class PluginFolder {
  private final Path sources;
  private final Path classes;
  private final List<String> files = new ArrayList<>();
  private final List<String> services = new ArrayList<>();

  /** With a folder to work in. */
  public PluginFolder(Path root) throws IOException {
    sources = Files.createDirectories(root.resolve("sources"));
    classes = Files.createDirectories(root.resolve("classes"));
  }

  /** Adds a class of package {@code plug}, or of {@code io.bagoftricks.api} to stand in for it. */
  public PluginFolder source(String qualifiedName, String body) throws IOException {
    int dot = qualifiedName.lastIndexOf('.');
    Path file = sources.resolve(qualifiedName.replace('.', '/') + ".java");
    Files.createDirectories(file.getParent());
    Files.writeString(
        file,
        "package %s;\n%s\n%s"
            .formatted(
                qualifiedName.substring(0, dot),
                qualifiedName.startsWith("plug") ? "import io.bagoftricks.api.*;" : "",
                body));
    files.add(file.toString());
    return this;
  }

  /** Lists providers. */
  public PluginFolder service(String... providers) {
    services.addAll(List.of(providers));
    return this;
  }

  /** Compiles what was added. */
  public PluginFolder compile() throws IOException {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "-proc:none",
                "-d",
                classes.toString(),
                "-cp",
                Stream.of(TrickProvider.class, Inject.class, INDArray.class)
                    .map(PluginFolder::origin)
                    .collect(Collectors.joining(File.pathSeparator))));
    arguments.addAll(files);
    int failed =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, arguments.toArray(String[]::new));
    if (failed != 0) {
      throw new IllegalStateException("The plugin of this test does not compile");
    }
    return this;
  }

  /** Where a class is from; of an address the path alone would have spaces as {@code %20}. */
  private static String origin(Class<?> type) {
    URL address = type.getProtectionDomain().getCodeSource().getLocation();
    return Path.of(URI.create(address.toString())).toString();
  }

  /** Deletes a class, as if the plugin did not bring it. */
  public PluginFolder delete(String qualifiedName) throws IOException {
    Files.delete(classFile(qualifiedName));
    return this;
  }

  /** Adds a text beside the classes. */
  public PluginFolder resource(String name, String text) throws IOException {
    Path file = classes.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    return this;
  }

  /** Where the classes are. */
  public Path classes() {
    return classes;
  }

  /** Where a class was compiled to. */
  public Path classFile(String qualifiedName) {
    return classes.resolve(qualifiedName.replace('.', '/') + ".class");
  }

  /** Packs everything into a jar of this name and opens it. */
  public URLClassLoader open(String... jars) throws IOException {
    List<URL> urls = new ArrayList<>();
    for (String name : jars) {
      Path jar = classes.resolveSibling(name);
      pack(jar);
      urls.add(jar.toUri().toURL());
    }
    return new URLClassLoader(urls.toArray(URL[]::new), TrickProvider.class.getClassLoader());
  }

  /** Packs everything into a jar. */
  public void pack(Path jar) throws IOException {
    Files.createDirectories(jar.getParent());
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
        Stream<Path> all = Files.walk(classes)) {
      for (Path file : all.filter(Files::isRegularFile).sorted().toList()) {
        out.putNextEntry(new JarEntry(classes.relativize(file).toString().replace('\\', '/')));
        Files.copy(file, out);
      }
      out.putNextEntry(new JarEntry("META-INF/services/" + TrickProvider.class.getName()));
      out.write(String.join("\n", services).getBytes(StandardCharsets.UTF_8));
    }
  }
}
