package io.bagoftricks.backends.spi;

import io.bagoftricks.api.TrickProvider;
import japicmp.cmp.JApiCmpArchive;
import japicmp.cmp.JarArchiveComparator;
import japicmp.cmp.JarArchiveComparatorOptions;
import japicmp.model.AccessModifier;
import japicmp.model.JApiBehavior;
import japicmp.model.JApiClass;
import japicmp.model.JApiCompatibility;
import japicmp.model.JApiCompatibilityChange;
import japicmp.model.JApiCompatibilityChangeType;
import japicmp.model.JApiConstructor;
import japicmp.model.JApiField;
import japicmp.model.JApiMethod;
import japicmp.model.JApiParameter;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javassist.CtClass;
import javassist.CtMethod;
import javassist.bytecode.AnnotationDefaultAttribute;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Finds what no longer compiles or links of a program that was written against the baseline of a
 * module: public and protected signatures, compared by japicmp.
 */
final class BaselineComparison {
  /** The modules that others compile against, by a class in each. */
  private static final List<Class<?>> MODULES = List.of(TrickProvider.class, BackendProvider.class);

  /** Harmless where nobody but us implements the type, or where the element has a default. */
  private static final Set<JApiCompatibilityChangeType> ADDITIONS =
      Set.of(
          JApiCompatibilityChangeType.METHOD_ADDED_TO_INTERFACE,
          JApiCompatibilityChangeType.METHOD_ABSTRACT_ADDED_TO_CLASS,
          JApiCompatibilityChangeType.METHOD_ABSTRACT_ADDED_IN_IMPLEMENTED_INTERFACE);

  private final Set<String> breaks = new TreeSet<>();

  private BaselineComparison() {}

  /**
   * Compares all modules.
   *
   * @return a line for each break: its kind, the type, and its member as {@code METHOD_REMOVED
   *     io.bagoftricks.api.Step#draws()}
   */
  static Set<String> breaks() throws IOException {
    BaselineComparison comparison = new BaselineComparison();
    for (Class<?> module : MODULES) {
      String name = module.getPackageName() + ".jar";
      try (InputStream baseline = BaselineComparison.class.getResourceAsStream(name)) {
        comparison.compare(baseline.readAllBytes(), jar(origin(module)));
      }
    }
    return comparison.breaks;
  }

  /**
   * Compares two versions of a module.
   *
   * @param before a jar
   * @param now a jar
   */
  static Set<String> breaks(byte[] before, byte[] now) {
    BaselineComparison comparison = new BaselineComparison();
    comparison.compare(before, now);
    return comparison.breaks;
  }

  private void compare(byte[] before, byte[] now) {
    JarArchiveComparatorOptions options = new JarArchiveComparatorOptions();
    options.setAccessModifier(AccessModifier.PROTECTED);
    options
        .getClassPathEntries()
        .addAll(
            Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(entry -> Files.exists(Path.of(entry)))
                .toList());
    for (JApiClass type :
        new JarArchiveComparator(options)
            .compare(
                new JApiCmpArchive(before, "baseline", "0"), new JApiCmpArchive(now, "now", "1"))) {
      if (!(type.getFullyQualifiedName() + ".").contains(".internal.")) {
        compare(type);
      }
    }
  }

  private void compare(JApiClass type) {
    String name = type.getFullyQualifiedName();
    boolean onlyOurs = type.getNewClass().map(BaselineComparison::isForUsToImplement).orElse(false);
    List<JApiCompatibility> whole = new ArrayList<>(type.getInterfaces());
    whole.addAll(List.of(type, type.getSuperclass()));
    whole.addAll(type.getGenericTemplates());
    note(name, whole, onlyOurs);
    for (JApiField field : type.getFields()) {
      note(name + "#" + field.getName(), List.of(field), onlyOurs);
    }
    for (JApiConstructor constructor : type.getConstructors()) {
      note(name + "#new" + parameters(constructor), parts(constructor), onlyOurs);
    }
    for (JApiMethod method : type.getMethods()) {
      List<JApiCompatibility> parts = parts(method);
      parts.add(method.getReturnType());
      boolean harmless =
          onlyOurs || method.getNewMethod().map(BaselineComparison::hasDefault).orElse(false);
      note(name + "#" + method.getName() + parameters(method), parts, harmless);
    }
  }

  private static List<JApiCompatibility> parts(JApiBehavior member) {
    List<JApiCompatibility> parts = new ArrayList<>(member.getParameters());
    parts.addAll(member.getGenericTemplates());
    parts.add(member);
    return parts;
  }

  private void note(String name, List<JApiCompatibility> parts, boolean mayGrow) {
    for (JApiCompatibility part : parts) {
      for (JApiCompatibilityChange change : part.getCompatibilityChanges()) {
        boolean compatible = change.isBinaryCompatible() && change.isSourceCompatible();
        if (!compatible && !(mayGrow && ADDITIONS.contains(change.getType()))) {
          breaks.add(change.getType() + " " + name);
        }
      }
    }
  }

  private static boolean isForUsToImplement(CtClass type) {
    return type.hasAnnotation(ProviderType.class);
  }

  /** Whether it is an annotation's element that need not be written. */
  private static boolean hasDefault(CtMethod method) {
    return method.getMethodInfo().getAttribute(AnnotationDefaultAttribute.tag) != null;
  }

  private static String parameters(JApiBehavior member) {
    return member.getParameters().stream()
        .map(JApiParameter::getType)
        .collect(Collectors.joining(",", "(", ")"));
  }

  /** The jar or the folder of classes that a class is from. */
  private static Path origin(Class<?> type) {
    String address = type.getProtectionDomain().getCodeSource().getLocation().toString();
    return Path.of(URI.create(address));
  }

  /** A jar's bytes, or those of a jar of a folder's classes. */
  static byte[] jar(Path origin) throws IOException {
    if (Files.isRegularFile(origin)) {
      return Files.readAllBytes(origin);
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JarOutputStream out = new JarOutputStream(bytes);
        Stream<Path> files = Files.walk(origin)) {
      for (Path file : files.filter(each -> each.toString().endsWith(".class")).toList()) {
        out.putNextEntry(new JarEntry(origin.relativize(file).toString().replace('\\', '/')));
        Files.copy(file, out);
      }
    }
    return bytes.toByteArray();
  }
}
