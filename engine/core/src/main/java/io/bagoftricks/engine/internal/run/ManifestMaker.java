package io.bagoftricks.engine.internal.run;

import io.bagoftricks.api.network.Parameter;
import io.bagoftricks.api.network.Precision;
import io.bagoftricks.backends.spi.Backend;
import io.bagoftricks.engine.internal.plugin.PluginLoader;
import io.bagoftricks.engine.plan.RunPlan;
import io.bagoftricks.engine.plugin.Descriptor;
import io.bagoftricks.engine.plugin.TrickRegistry;
import io.bagoftricks.engine.recipe.Recipe;
import io.bagoftricks.engine.recipe.TrickEntry;
import io.bagoftricks.engine.recipe.TypeEntry;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Finds out with what a run is made. */
public final class ManifestMaker {
  private ManifestMaker() {}

  /**
   * The manifest of a run that starts now.
   *
   * @param data fingerprint of the data
   * @throws IOException if a plugin's jar cannot be read
   */
  public static Manifest make(
      RunPlan plan, TrickRegistry tricks, Backend backend, String resultKey, String data)
      throws IOException {
    return new Manifest(
        Manifest.FORMAT,
        OffsetDateTime.now(ZoneId.systemDefault()).truncatedTo(ChronoUnit.SECONDS).toString(),
        resultKey,
        plan.recipe().training().seed(),
        data,
        environment(backend, plan.settings().precision()),
        plugins(plan, tricks),
        teachers(plan),
        facts(plan));
  }

  /** The version of this program. */
  public static String version() {
    String version = ManifestMaker.class.getPackage().getImplementationVersion();
    return version == null ? "(unpackaged)" : version;
  }

  private static Manifest.Environment environment(Backend backend, Precision precision) {
    return new Manifest.Environment(
        version(),
        Runtime.version().toString(),
        System.getProperty("os.name") + " " + System.getProperty("os.arch"),
        backend.id(),
        backend.description(),
        backend.stored(precision).name().toLowerCase(Locale.ROOT),
        backend.nativeCode(),
        Runtime.getRuntime().availableProcessors());
  }

  private static List<Manifest.Teacher> teachers(RunPlan plan) {
    return plan.teachers().stream()
        .map(
            planned ->
                new Manifest.Teacher(
                    planned.source().path(),
                    planned.present().facts().sha256(),
                    planned.instances()))
        .toList();
  }

  private static Manifest.Facts facts(RunPlan plan) throws IOException {
    return new Manifest.Facts(
        plan.facts().classes(),
        plan.facts().trainExamples(),
        plan.data().testExamples(),
        plan.data().validationExamples(),
        plan.recipe().data().made().labelNames(),
        plan.facts().input(),
        plan.settings().normalization().mean(),
        plan.settings().normalization().standardDeviation(),
        plan.settings().precision().name().toLowerCase(Locale.ROOT),
        plan.network().parameters().stream().mapToLong(Parameter::elements).sum());
  }

  private static List<Manifest.Plugin> plugins(RunPlan plan, TrickRegistry tricks)
      throws IOException {
    Map<Path, List<String>> origins = new TreeMap<>();
    for (TrickEntry entry : plan.recipe().tricks()) {
      tricks.find(entry.trick()).ifPresent(trick -> add(entry.trick(), trick.trick(), origins));
    }
    Optional<Path> own = origin(ManifestMaker.class);
    Recipe recipe = plan.recipe();
    for (TypeEntry<?> entry : List.of(recipe.data(), recipe.model(), recipe.optimizer())) {
      if (entry.type() instanceof Descriptor found
          && !origin(found.provider().getClass()).equals(own)) {
        add(found.id(), found.provider().getClass(), origins);
      }
    }
    List<Manifest.Plugin> plugins = new ArrayList<>();
    for (Map.Entry<Path, List<String>> origin : origins.entrySet()) {
      plugins.add(
          new Manifest.Plugin(
              String.valueOf(origin.getKey().getFileName()),
              sha256(origin.getKey()),
              origin.getValue()));
    }
    return plugins;
  }

  private static void add(String id, Class<?> type, Map<Path, List<String>> origins) {
    for (Path file : files(type)) {
      List<String> ids = origins.computeIfAbsent(file, o -> new ArrayList<>());
      if (!ids.contains(id)) {
        ids.add(id);
      }
    }
  }

  /** Where a class comes from, and the libraries that its plugin brings beside it. */
  private static List<Path> files(Class<?> type) {
    List<Path> files = new ArrayList<>(origin(type).stream().toList());
    if (!files.isEmpty() && type.getClassLoader() instanceof PluginLoader loader) {
      Arrays.stream(loader.getURLs())
          .flatMap(location -> file(location).stream())
          .filter(file -> !file.startsWith(files.get(0)))
          .forEach(files::add);
    }
    return files;
  }

  private static Optional<Path> origin(Class<?> type) {
    CodeSource source = type.getProtectionDomain().getCodeSource();
    return source == null || source.getLocation() == null
        ? Optional.empty()
        : file(source.getLocation());
  }

  private static Optional<Path> file(URL location) {
    try {
      return Optional.of(Path.of(location.toURI()));
    } catch (URISyntaxException | IllegalArgumentException e) {
      return Optional.empty(); // no file of this machine: nothing to hash
    }
  }

  /** Of a jar, or of all files of a folder with their names. */
  private static String sha256(Path origin) throws IOException {
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
    Path real = origin.toRealPath(); // a link to a folder is not walked
    List<Path> files;
    try (Stream<Path> walk = Files.walk(real)) {
      files = walk.filter(Files::isRegularFile).sorted().toList();
    }
    for (Path file : files) {
      digest.update(real.relativize(file).toString().getBytes(StandardCharsets.UTF_8));
      digest.update(Files.readAllBytes(file));
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
