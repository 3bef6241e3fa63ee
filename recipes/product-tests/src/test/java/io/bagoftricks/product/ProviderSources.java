package io.bagoftricks.product;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The providers that the sources of all modules write, whether anybody finds them or not. */
final class ProviderSources {
  private ProviderSources() {}

  /**
   * The sources that implement a provider.
   *
   * @param service the interface of the providers
   * @return the source file of each, by the name of its class
   */
  static Map<String, Path> of(Class<?> service) throws IOException {
    Pattern implementing =
        Pattern.compile(
            "(?m)^public\\s[^{]*\\bimplements\\s[^{]*\\b" + service.getSimpleName() + "\\b");
    Map<String, Path> sources = new TreeMap<>();
    for (Path main : Checkout.mainFolders()) {
      for (Path source : Checkout.files(main.toString(), ".java")) {
        if (implementing.matcher(Files.readString(source)).find()) {
          String path = main.relativize(source).toString();
          sources.put(
              path.substring(0, path.length() - ".java".length()).replace('/', '.'), source);
        }
      }
    }
    return sources;
  }

  /** Where the test of a class lies, from a source of its room. */
  static Path test(Path source, String simpleName) {
    String folder = String.valueOf(source.getParent());
    return Path.of(folder.replace("/src/main/", "/src/test/")).resolve(simpleName + "Test.java");
  }
}
