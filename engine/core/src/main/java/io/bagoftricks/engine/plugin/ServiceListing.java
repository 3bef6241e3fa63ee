package io.bagoftricks.engine.plugin;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URL;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * The names in the services files of a class path, in {@link java.util.ServiceLoader}'s order. It
 * tells which provider failed where the loader's error does not.
 */
final class ServiceListing {
  private static final String SERVICES = "META-INF/services/";
  private static final Pattern CLASS_NAME = Pattern.compile("[\\w$]+(\\.[\\w$]+)*");

  private final ClassLoader loader;
  private final Map<String, String> originOf = new LinkedHashMap<>();
  private final Map<String, String> pending = new LinkedHashMap<>();

  /**
   * Reads what can be read; what cannot is the loader's to report.
   *
   * @param resource the services file
   * @param origins names the jar or folder of a services file
   */
  ServiceListing(ClassLoader loader, String resource, Function<URL, String> origins) {
    this.loader = loader;
    try {
      for (Iterator<URL> files = loader.getResources(resource).asIterator(); files.hasNext(); ) {
        URL file = files.next();
        for (String name : names(file)) {
          originOf.putIfAbsent(name, origins.apply(file));
        }
      }
    } catch (IOException e) {
      originOf.clear();
    }
    pending.putAll(originOf);
    pending.keySet().removeIf(name -> !CLASS_NAME.matcher(name).matches());
  }

  /** Whether no provider is listed at all. */
  boolean isEmpty() {
    return originOf.isEmpty();
  }

  /** The jar or folder that lists a provider. */
  String originOf(String provider) {
    return originOf.getOrDefault(provider, "unknown place");
  }

  /** The class of a provider, not initialized; empty where it cannot be had. */
  Optional<Class<?>> classOf(String provider) {
    try {
      return Optional.of(Class.forName(provider, false, loader));
    } catch (ClassNotFoundException | LinkageError e) {
      return Optional.empty();
    }
  }

  /** The class inside another that a name with dots means: {@code a.B.C} is {@code a.B$C}. */
  Optional<String> nestedLike(String provider) {
    String name = provider;
    for (int dot = name.lastIndexOf('.'); dot >= 0; dot = name.lastIndexOf('.', dot)) {
      name = name.substring(0, dot) + "$" + name.substring(dot + 1);
      if (loader.getResource(name.replace('.', '/') + ".class") != null) {
        return Optional.of(name);
      }
    }
    return Optional.empty();
  }

  /** Notes that a provider was found. */
  void delivered(String provider) {
    pending.remove(provider);
  }

  /** The providers that were neither found nor failed. */
  List<String> remaining() {
    return List.copyOf(pending.keySet());
  }

  /** The provider that an error is about: the one it names, else the next in turn. */
  Optional<String> failed(String error) {
    Optional<String> name =
        pending.keySet().stream()
            .filter(listed -> List.of(error.split("[\\s,:]+")).contains(listed))
            .findFirst()
            .or(() -> pending.keySet().stream().findFirst());
    name.ifPresent(pending::remove);
    return name;
  }

  /** The last part of a jar's name, or a folder, from the address of something in it. */
  static String origin(URL location) {
    String path = location.getPath();
    int inside = path.indexOf("!/");
    String outer = inside >= 0 ? path.substring(0, inside) : path;
    int listing = outer.lastIndexOf(SERVICES);
    String folder = listing < 0 ? outer : outer.substring(0, listing);
    return folder.endsWith("/") ? folder : folder.substring(folder.lastIndexOf('/') + 1);
  }

  private static List<String> names(URL file) throws IOException {
    URLConnection connection = file.openConnection();
    connection.setUseCaches(false);
    try (InputStream in = connection.getInputStream();
        BufferedReader reader =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      return reader
          .lines()
          .map(line -> line.replaceFirst("#.*", "").strip())
          .filter(name -> !name.isEmpty())
          .toList();
    }
  }
}
