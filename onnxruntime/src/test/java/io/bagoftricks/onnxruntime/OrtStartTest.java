package io.bagoftricks.onnxruntime;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OrtEnvironment;
import io.bagoftricks.engine.plugin.Plugins;
import io.bagoftricks.engine.plugin.TrickDescriptor;
import io.bagoftricks.engine.toys.PluginFolder;
import io.bagoftricks.engine.toys.PluginSources;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A plugin has ONNX Runtime for itself, by the two jars that docs/for-authors.md names. */
final class OrtStartTest {
  private static final String STARTS =
      """
      public String toString() {
        try {
          return Class.forName("io.bagoftricks.onnxruntime.OrtStart")
              .getMethod("environment").invoke(null).getClass().getClassLoader().getName();
        } catch (ReflectiveOperationException e) {
          throw new IllegalStateException(e);
        }
      }
      """;

  @TempDir private Path root;

  @Test
  void twoJarsInThePluginsFolderSuffice() throws Exception {
    Path plugin = Files.createDirectories(root.resolve("plugins/uses-onnx"));
    new PluginFolder(root.resolve("scratch"))
        .source(
            "plug.Uses",
            PluginSources.provider(
                "uses-onnx", "Uses", STARTS, "LossHook", "public void onLoss(LossDraft loss) {}"))
        .service("plug.Uses")
        .compile()
        .pack(plugin.resolve("uses-onnx.jar"));
    Files.copy(origin(OrtEnvironment.class), plugin.resolve("onnxruntime.jar"));
    String module = plugin.resolve("bagoftricks-onnxruntime.jar").toString();
    ToolProvider jar = ToolProvider.findFirst("jar").orElseThrow();
    String classes = origin(OrtStart.class).toString();
    assertThat(jar.run(System.out, System.err, "--create", "--file", module, "-C", classes, "."))
        .isZero();

    assertThat(OrtStart.environment()).isNotNull(); // the program may have one too
    Plugins found = Plugins.load(getClass().getClassLoader(), List.of(root.resolve("plugins")));

    assertThat(found.problems()).isEmpty();
    TrickDescriptor trick = found.tricks().find("uses-onnx").orElseThrow();
    assertThat(trick.provider()).hasToString("plugin " + plugin);
  }

  private static Path origin(Class<?> type) throws URISyntaxException {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
  }
}
