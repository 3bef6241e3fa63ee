package io.bagoftricks.product.plugins;

import static org.assertj.core.api.Assertions.assertThat;

import io.bagoftricks.api.TrickProvider;
import jakarta.inject.Inject;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Plugins in source, compiled against what plugins are compiled against, and packed. */
final class PluginJar {
  private static final String IMPORTS =
      """
      package plug;
      import io.bagoftricks.api.*;
      import io.bagoftricks.api.data.*;
      import io.bagoftricks.api.model.*;
      import io.bagoftricks.api.network.*;
      import io.bagoftricks.api.optimizer.*;
      import io.bagoftricks.api.random.Draws;
      import java.util.*;
      import org.nd4j.linalg.api.ndarray.INDArray;
      import org.nd4j.linalg.factory.Nd4j;
      """;

  private final Path root;
  private final List<Path> sources = new ArrayList<>();
  private final Map<Class<?>, List<String>> providers = new LinkedHashMap<>();

  PluginJar(Path root) throws IOException {
    this.root = Files.createDirectories(root);
  }

  /** Adds a trick's provider of package {@code plug}, its class by this simple name, in source. */
  PluginJar provider(String simpleName, String source) throws IOException {
    return provider(TrickProvider.class, simpleName, source);
  }

  /** Adds a provider of any kind. */
  PluginJar provider(Class<?> service, String simpleName, String source) throws IOException {
    Path file = root.resolve(simpleName + ".java");
    Files.writeString(file, IMPORTS + source);
    sources.add(file);
    providers.computeIfAbsent(service, s -> new ArrayList<>()).add("plug." + simpleName);
    return this;
  }

  private static String home(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Compiles all at once, and packs them into one jar. */
  void pack(Path jar) throws IOException {
    Path classes = Files.createDirectories(root.resolve("classes"));
    String classPath =
        Stream.of(TrickProvider.class, Inject.class, INDArray.class)
            .map(PluginJar::home)
            .collect(Collectors.joining(File.pathSeparator));
    List<String> arguments =
        new ArrayList<>(
            List.of("-proc:none", "-nowarn", "-d", classes.toString(), "-cp", classPath));
    sources.forEach(source -> arguments.add(source.toString()));
    assertThat(
            ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, arguments.toArray(String[]::new)))
        .describedAs("errors of the compiler")
        .isZero();
    Files.createDirectories(jar.getParent());
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
        Stream<Path> all = Files.walk(classes)) {
      for (Path file : all.filter(Files::isRegularFile).sorted().toList()) {
        out.putNextEntry(new JarEntry(classes.relativize(file).toString().replace('\\', '/')));
        Files.copy(file, out);
      }
      for (Map.Entry<Class<?>, List<String>> listed : providers.entrySet()) {
        out.putNextEntry(new JarEntry("META-INF/services/" + listed.getKey().getName()));
        out.write(String.join("\n", listed.getValue()).getBytes(StandardCharsets.UTF_8));
      }
    }
  }
}
