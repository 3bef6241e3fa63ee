package io.bagoftricks.product;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The class path that a plugin is compiled against: from the class path of these tests the API and
 * its dependencies, none of our other modules and nothing that only these name.
 */
final class PluginClassPath {
  private static final Pattern ARTIFACT = Pattern.compile("<artifactId>([\\w.-]+)</artifactId>");
  private static final Pattern JUNIT = Pattern.compile("(junit|opentest4j|apiguardian).*");
  private static final String API = "api";

  private final Set<String> ofOthers;

  private PluginClassPath(Set<String> ofOthers) {
    this.ofOthers = ofOthers;
  }

  /** As the poms of the checkout say. */
  static PluginClassPath ofCheckout() throws IOException {
    Set<String> ofOthers = new HashSet<>();
    for (Path pom : Checkout.files("", "pom.xml")) {
      ofOthers.addAll(artifacts(pom));
    }
    ofOthers.removeAll(artifacts(Checkout.root().resolve(API).resolve("pom.xml")));
    return new PluginClassPath(ofOthers);
  }

  /** For a plugin's classes. */
  String ofMain() {
    return entries(this::isSeen);
  }

  private boolean isSeen(String entry) {
    if (Path.of(entry).startsWith(Checkout.root()) || name(entry).startsWith("bagoftricks-")) {
      return Path.of(entry).startsWith(Checkout.root().resolve(API))
          || name(entry).startsWith("bagoftricks-" + API + "-");
    }
    return ofOthers.stream()
            .noneMatch(artifact -> name(entry).matches(Pattern.quote(artifact) + "-\\d.*"))
        && !JUNIT.matcher(name(entry)).matches();
  }

  private static String name(String entry) {
    return Path.of(entry).getFileName().toString();
  }

  private static String entries(Predicate<String> wanted) {
    List<String> all = List.of(System.getProperty("java.class.path").split(File.pathSeparator, -1));
    return all.stream()
        .filter(entry -> !entry.isEmpty())
        .filter(wanted)
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static Set<String> artifacts(Path pom) throws IOException {
    Set<String> artifacts = new HashSet<>();
    Matcher artifact = ARTIFACT.matcher(Files.readString(pom));
    while (artifact.find()) {
      artifacts.add(artifact.group(1));
    }
    return artifacts;
  }
}
