package io.bagoftricks.engine.plugin;

import static io.bagoftricks.engine.toys.PluginSources.good;
import static io.bagoftricks.engine.toys.PluginSources.provider;
import static org.assertj.core.api.Assertions.assertThat;

import io.bagoftricks.api.TrickProvider;
import io.bagoftricks.engine.toys.PluginFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.factory.Nd4jBackend;

/** The classes that a plugin sees, and those that it does not. */
final class PluginFoldersTest {
  private static final String HOOK = "LossHook";
  private static final String BODY = "public void onLoss(LossDraft loss) {}";

  @TempDir Path root;
  private int scratch;

  @Test
  void eachJarAndEachFolderIsAPlugin() throws IOException {
    Path plugins = root.resolve("plugins");
    // Equal class names: only loaders of their own can hold both.
    plugin()
        .source("plug.A", good("one", "A"))
        .service("plug.A")
        .compile()
        .pack(plugins.resolve("a.jar"));
    PluginFolder withLibrary =
        plugin()
            .source("lib.Base", "public class Base {}")
            .source("plug.A", good("two", "A").replace("class A", "class A extends lib.Base"))
            .service("plug.A")
            .compile();
    withLibrary.delete("lib.Base").pack(plugins.resolve("b/a.jar"));
    plugin()
        .source("lib.Base", "public class Base {}")
        .compile()
        .pack(plugins.resolve("b/lib.jar"));

    Plugins found = load(plugins);
    TrickRegistry registry = found.tricks();

    assertThat(found.problems()).isEmpty();
    assertThat(registry.ids()).containsExactly("one", "two");
    assertThat(origin(registry, "one")).isEqualTo(plugins + "/a.jar");
    assertThat(origin(registry, "two")).isEqualTo(plugins + "/b/a.jar");
    assertThat(providerOf(registry, "one").getClass().getName())
        .isEqualTo(providerOf(registry, "two").getClass().getName());
  }

  @Test
  void aFolderOfClassesIsAPlugin() throws IOException {
    Path plugins = root.resolve("plugins");
    PluginFolder plugin = plugin().source("plug.A", good("one", "A")).compile();
    plugin.resource("META-INF/services/" + TrickProvider.class.getName(), "plug.A\n");
    Files.createDirectories(plugins);
    Files.move(plugin.classes(), plugins.resolve("mine"));

    Plugins found = load(plugins);
    TrickRegistry registry = found.tricks();

    assertThat(found.problems()).isEmpty();
    assertThat(origin(registry, "one")).isEqualTo(plugins + "/mine/");
  }

  /** ND4J looks for its backends with the loader of the thread that needs it first. */
  @Test
  void arraysMayBeMadeInAPluginBeforeTheEngineNeedsAny() throws IOException {
    Path plugins = root.resolve("plugins");
    plugin()
        .source("plug.A", good("one", "A"))
        .service("plug.A")
        .compile()
        .pack(plugins.resolve("a.jar"));
    ClassLoader loader = providerOf(load(plugins).tricks(), "one").getClass().getClassLoader();

    assertThat(ServiceLoader.load(Nd4jBackend.class, loader)).isNotEmpty();
    assertThat(loader.getResource("nd4j-native.properties")).isNotNull();
    assertThat(ServiceLoader.load(TrickProvider.class, loader).stream()).hasSize(1);
    assertThat(loader.getResource("META-INF/MANIFEST.MF")).isNull();
  }

  @Test
  void bringsItsOwnLibrariesAndSeesNoneOfTheEngine() throws IOException {
    Path plugins = root.resolve("plugins");
    plugin()
        .source(
            "com.google.inject.Guice",
            "public class Guice { public String toString() { return \"mine\"; } }")
        .source(
            "plug.A",
            provider(
                "one",
                "A",
                """
                public A() {
                  for (String name : new String[] {"io.bagoftricks.engine.cli.Main", "org.junit.jupiter.api.Test", "com.google.inject.Injector"}) {
                    try {
                      Class.forName(name);
                      throw new IllegalStateException("sees " + name);
                    } catch (ClassNotFoundException e) {
                      // as it should be
                    }
                  }
                  if (!new com.google.inject.Guice().toString().equals("mine")) throw new IllegalStateException();
                  if (A.class.getResource("/io/bagoftricks/engine/recipe/meanings.properties") != null) throw new IllegalStateException("sees a resource");
                }
                """,
                HOOK,
                BODY))
        .service("plug.A")
        .compile()
        .pack(plugins.resolve("a.jar"));

    assertThat(load(plugins).problems()).isEmpty();
  }

  @Test
  void isCalledWithItsOwnContextLoader() throws IOException {
    Path plugins = root.resolve("plugins");
    plugin()
        .source(
            "plug.A",
            provider("one", "A", "", HOOK, BODY)
                .replace(
                    "return new Config(0.5);",
                    "if (Thread.currentThread().getContextClassLoader() != A.class.getClassLoader()) throw new IllegalStateException(\"context\"); return new Config(0.5);"))
        .service("plug.A")
        .compile()
        .pack(plugins.resolve("a.jar"));
    ClassLoader before = Thread.currentThread().getContextClassLoader();

    Plugins found = load(plugins);
    TrickRegistry registry = found.tricks();

    assertThat(found.problems()).isEmpty();
    assertThat(registry.ids()).containsExactly("one");
    assertThat(Thread.currentThread().getContextClassLoader()).isSameAs(before);
  }

  @Test
  void severalFoldersCount() throws IOException {
    plugin()
        .source("plug.A", good("one", "A"))
        .service("plug.A")
        .compile()
        .pack(root.resolve("x/a.jar"));
    plugin()
        .source("plug.A", good("two", "A"))
        .service("plug.A")
        .compile()
        .pack(root.resolve("y/a.jar"));

    assertThat(load(root.resolve("x"), root.resolve("y")).tricks().ids())
        .containsExactly("one", "two");
  }

  private PluginFolder plugin() throws IOException {
    return new PluginFolder(root.resolve("scratch" + scratch++));
  }

  private static Plugins load(Path... plugins) {
    return Plugins.load(PluginFoldersTest.class.getClassLoader(), List.of(plugins));
  }

  private static String origin(TrickRegistry registry, String id) {
    return registry.find(id).orElseThrow().origin();
  }

  private static TrickProvider<?> providerOf(TrickRegistry registry, String id) {
    return registry.find(id).orElseThrow().provider();
  }
}
