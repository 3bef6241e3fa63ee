package io.bagoftricks.product;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** {@code docs/dependencies.md} lists what there is, and nothing old and unsafe is there. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class DependenciesTest {
  private static final String PAGE = "docs/dependencies.md";
  private static final String OURS = "io.bagoftricks";

  private List<List<String>> direct = List.of();
  private List<List<String>> floors = List.of();

  @BeforeAll
  void readPage() throws IOException {
    String page = Files.readString(Checkout.root().resolve(PAGE));
    direct = table(page, "| direct dependency ");
    floors = table(page, "| library ");
  }

  @Test
  void aDownloadThatDoesNotFitItsChecksumFailsTheBuild() throws IOException {
    assertThat(Checkout.root().resolve(".mvn/maven.config"))
        .content()
        .contains("--strict-checksums");
  }

  @Test
  void listsEveryDirectDependencyInTheVersionThatIsUsed() throws Exception {
    Element parent = read(Checkout.root().resolve("pom.xml"));
    TreeSet<String> used = new TreeSet<>();
    for (Path pom : poms()) {
      Element project = read(pom);
      Map<String, String> properties = properties(parent);
      properties.putAll(properties(project));
      Map<String, String> managed = new HashMap<>();
      for (Element each : managed(parent)) {
        managed.putIfAbsent(name(each), text(each, "version"));
      }
      for (Element each : managed(project)) {
        managed.put(name(each), text(each, "version"));
      }
      for (Element each : dependencies(project)) {
        if (!text(each, "groupId").equals(OURS)) {
          // Of JUnit the bill of materials has the version.
          String version =
              Stream.of(text(each, "version"), managed.getOrDefault(name(each), ""))
                  .filter(text -> !text.isEmpty())
                  .findFirst()
                  .orElse("${junit.version}");
          used.add(name(each) + " " + filled(version, properties));
        }
      }
    }

    assertThat(direct.stream().map(row -> row.get(0) + " " + row.get(1)))
        .containsExactlyInAnyOrderElementsOf(used);
  }

  @Test
  void saysHowLargeTheyAre() throws IOException {
    List<String> wrong = new ArrayList<>();
    int seen = 0;
    for (List<String> row : direct) {
      String prefix = row.get(0).substring(row.get(0).indexOf(':') + 1) + "-" + row.get(1);
      long bytes = 0;
      for (Path jar : jars()) {
        String file = String.valueOf(jar.getFileName());
        if (file.startsWith(prefix + ".") || file.startsWith(prefix + "-")) {
          bytes += Files.size(jar);
        }
      }
      if (bytes > 0) {
        seen++;
        String size =
            bytes < 50_000 ? "< 0.1 MB" : String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
        if (!row.get(2).equals(size)) {
          wrong.add(row.get(0) + " is " + size);
        }
      }
    }

    assertThat(wrong).isEmpty();
    assertThat(seen).isGreaterThan(15);
  }

  @Test
  void saysWhyAndFromWhen() {
    assertThat(direct)
        .allSatisfy(
            row -> {
              assertThat(row.get(3)).matches("20[0-9]{2}-[01][0-9]|not known");
              assertThat(row.get(4)).hasSizeGreaterThan(10);
            });
  }

  /**
   * Jars say in {@code META-INF/maven} what they are, and copies inside other jars what these are;
   * a few only have a name.
   */
  @Test
  void holdsNoLibraryOlderThanTheFirstSafeVersion() throws IOException {
    TreeSet<String> present = new TreeSet<>();
    direct.forEach(row -> present.add(row.get(0) + " " + row.get(1) + " in the poms"));
    for (Path jar : jars()) {
      present.addAll(described(jar));
      for (List<String> floor : floors) {
        String artifact = floor.get(0).substring(floor.get(0).indexOf(':') + 1);
        String file = String.valueOf(jar.getFileName());
        if (file.matches(artifact + "-[0-9].*\\.jar")) {
          String version = file.substring(artifact.length() + 1, file.length() - ".jar".length());
          present.add(floor.get(0) + " " + version + " in " + file);
        }
      }
    }

    for (List<String> floor : floors) {
      assertThat(present.stream().filter(each -> each.startsWith(floor.get(0) + " ")))
          .isNotEmpty()
          .noneMatch(each -> isOlder(each.split(" ", 3)[1], floor.get(1)));
    }
  }

  @Test
  void comparesVersionsByTheirNumbers() {
    assertThat(isOlder("3.9", "3.25.5")).isTrue();
    assertThat(isOlder("3.25.5", "3.25.5")).isFalse();
    assertThat(isOlder("28.0-jre", "32.0.1-jre")).isTrue();
    assertThat(isOlder("33.8.0-jre", "32.0.1")).isFalse();
    assertThat(isOlder("4.0", "3.25.5")).isFalse();
    assertThat(isOlder("3.25", "3.25.5")).isTrue();
  }

  private static List<String> described(Path jar) throws IOException {
    List<String> libraries = new ArrayList<>();
    try (JarFile file = new JarFile(jar.toFile())) {
      for (JarEntry entry : Collections.list(file.entries())) {
        if (entry.getName().matches("META-INF/maven/.*/pom\\.properties")) {
          Properties inside = new Properties();
          try (InputStream in = file.getInputStream(entry)) {
            inside.load(in);
          }
          libraries.add(
              "%s:%s %s in %s"
                  .formatted(
                      inside.getProperty("groupId"),
                      inside.getProperty("artifactId"),
                      inside.getProperty("version"),
                      jar.getFileName()));
        }
      }
    }
    return libraries;
  }

  private static boolean isOlder(String version, String floor) {
    return Arrays.compare(numbers(version), numbers(floor)) < 0;
  }

  private static int[] numbers(String version) {
    return Stream.of(version.split("-", 2)[0].split("\\."))
        .mapToInt(part -> part.matches("[0-9]+") ? Integer.parseInt(part) : 0)
        .toArray();
  }

  private static List<Path> jars() {
    return Stream.of(System.getProperty("java.class.path", "").split(File.pathSeparator))
        .filter(entry -> entry.endsWith(".jar"))
        .map(Path::of)
        .distinct()
        .toList();
  }

  /** The rows below a table's head, cell by cell. */
  private static List<List<String>> table(String page, String head) {
    List<List<String>> rows =
        page.lines()
            .dropWhile(line -> !line.startsWith(head))
            .skip(2)
            .takeWhile(line -> line.startsWith("|"))
            .map(line -> Stream.of(line.split("\\|")).skip(1).map(String::strip).toList())
            .toList();
    assertThat(rows).as("rows of the table '%s' in %s", head, PAGE).isNotEmpty();
    return rows;
  }

  private static List<Path> poms() throws IOException {
    return Checkout.files("", "pom.xml").stream()
        .filter(file -> Checkout.root().relativize(file).getNameCount() <= 3)
        .toList();
  }

  private static Map<String, String> properties(Element project) {
    Map<String, String> properties = new HashMap<>();
    children(child(project, "properties"))
        .forEach(each -> properties.put(each.getTagName(), each.getTextContent().strip()));
    return properties;
  }

  /** Properties may name properties. */
  private static String filled(String version, Map<String, String> properties) {
    String text = version;
    for (int depth = 0; depth < 2; depth++) {
      for (Map.Entry<String, String> each : properties.entrySet()) {
        text = text.replace("${" + each.getKey() + "}", each.getValue());
      }
    }
    return text;
  }

  private static List<Element> managed(Element project) {
    return children(child(child(project, "dependencyManagement"), "dependencies"));
  }

  private static List<Element> dependencies(Element project) {
    List<Element> all = new ArrayList<>(children(child(project, "dependencies")));
    children(child(project, "profiles"))
        .forEach(profile -> all.addAll(children(child(profile, "dependencies"))));
    return all;
  }

  private static String name(Element dependency) {
    return text(dependency, "groupId") + ":" + text(dependency, "artifactId");
  }

  private static String text(Element element, String tag) {
    return children(element).stream()
        .filter(child -> child.getTagName().equals(tag))
        .map(child -> child.getTextContent().strip())
        .findFirst()
        .orElse("");
  }

  private static List<Element> children(Element element) {
    List<Element> children = new ArrayList<>();
    for (Node node = element.getFirstChild(); node != null; node = node.getNextSibling()) {
      if (node instanceof Element child) {
        children.add(child);
      }
    }
    return children;
  }

  /** An element's child, or an empty element. */
  private static Element child(Element element, String tag) {
    return children(element).stream()
        .filter(child -> child.getTagName().equals(tag))
        .findFirst()
        .orElseGet(() -> element.getOwnerDocument().createElement(tag));
  }

  private static Element read(Path pom) throws Exception {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
    return factory.newDocumentBuilder().parse(pom.toFile()).getDocumentElement();
  }
}
