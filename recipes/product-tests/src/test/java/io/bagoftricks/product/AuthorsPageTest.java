package io.bagoftricks.product;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.bagoftricks.api.TrickProvider;
import io.bagoftricks.engine.plugin.HookPoint;
import io.bagoftricks.engine.plugin.TrickDescriptor;
import io.bagoftricks.engine.plugin.TrickRegistry;
import io.bagoftricks.engine.toys.TinyRuns;
import io.bagoftricks.product.selectivebackprop.SelectiveBackpropProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Well-known tricks need the API and nothing else of ours, whoever writes them; docs/for-authors.md
 * says in which hooks each acts, and how many lines it has.
 */
final class AuthorsPageTest {
  /** Ids by the names that the techniques have elsewhere. */
  private static final Map<String, List<String>> TECHNIQUES = techniques();

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(location -> !location.contains("Test.class"))
          .importPackages(
              "io.bagoftricks.tricks", SelectiveBackpropProvider.class.getPackageName());

  private static final TrickRegistry TRICKS = tricks();

  private final List<Path> sources = Checkout.files("", ".java");

  AuthorsPageTest() throws IOException {}

  private static final Pattern FREE =
      Pattern.compile(
          "(io\\.bagoftricks\\.api|java|jakarta\\.inject|org\\.nd4j|org\\.jspecify|com\\.google\\.auto\\.service)\\..*");
  private static final Pattern COMMENT = Pattern.compile("(?s)/\\*.*?\\*/|(?m)^ *//.*$");
  private static final Pattern MEMBER = Pattern.compile("`([A-Z]\\w+)\\.(\\w+)");
  private static final Pattern HEAD = Pattern.compile("(?m)^(package|import) .*$");

  private static Map<String, List<String>> techniques() {
    Map<String, List<String>> all = new LinkedHashMap<>();
    all.put("CutMix", List.of("cutmix"));
    all.put("Sharpness-aware minimization", List.of("sam"));
    all.put("Stochastic depth", List.of("stochastic-depth"));
    all.put("Squeeze-and-excitation", List.of("squeeze-excitation"));
    all.put("BlurPool", List.of("blurpool"));
    all.put("Random erasing", List.of("random-erasing"));
    all.put("Focal loss, binary cross-entropy", List.of("focal-loss", "bce-loss"));
    all.put("Lookahead, stochastic weight averaging", List.of("lookahead", "swa"));
    all.put("Progressive resizing", List.of("progressive-resizing"));
    all.put("Selective backprop", List.of("selective-backprop"));
    all.put("Knowledge distillation", List.of("distillation"));
    all.put("Freezing over time", List.of("layer-freeze"));
    all.put("One-cycle", List.of("one-cycle"));
    all.put(
        "Adaptive gradient clipping, gradient centralization",
        List.of("agc", "gradient-centralization"));
    all.put("Weight standardization", List.of("weight-standardization"));
    return all;
  }

  private static TrickRegistry tricks() {
    TrickRegistry ours = TinyRuns.plugins().tricks();
    List<TrickProvider<?>> all = new ArrayList<>();
    ours.ids().forEach(id -> all.add(ours.find(id).orElseThrow().provider()));
    all.add(new SelectiveBackpropProvider());
    return TrickRegistry.of(all);
  }

  @Test
  void eachNeedsTheApiAlone() {
    for (TrickDescriptor each : described()) {
      Set<JavaClass> own = classes(each);
      assertThat(own).hasSizeGreaterThanOrEqualTo(3);
      Set<String> others =
          own.stream()
              .flatMap(AuthorsPageTest::targets)
              .filter(target -> !own.contains(target) && !target.isPrimitive())
              .map(JavaClass::getFullName)
              .filter(name -> !FREE.matcher(name).matches())
              .collect(Collectors.toCollection(TreeSet::new));
      assertThat(others).describedAs(each.id()).isEmpty();
    }
  }

  @Test
  void thePageSaysHowManyLines() throws IOException {
    List<String> rows = new ArrayList<>();
    for (Map.Entry<String, List<String>> technique : TECHNIQUES.entrySet()) {
      for (String id : technique.getValue()) {
        rows.add(row(technique.getKey(), TRICKS.find(id).orElseThrow()));
      }
    }
    GeneratedTable.of(
            "docs/for-authors.md", "| technique | trick | hooks | lines |\n|---|---|---|---|", rows)
        .check(AuthorsPageTest.class, 3);
  }

  /** Wherever an answer quotes {@code Type.method} of a type that the API has. */
  @Test
  void whatAnswersAuthorsIsInTheApi() throws IOException {
    Set<String> types = new HashSet<>();
    Set<String> members = new HashSet<>();
    for (JavaClass type : new ClassFileImporter().importPackages("io.bagoftricks.api")) {
      types.add(type.getSimpleName());
      type.getAllMethods()
          .forEach(method -> members.add(type.getSimpleName() + "." + method.getName()));
    }
    List<String> quoted =
        MEMBER
            .matcher(Files.readString(Checkout.root().resolve("docs/for-authors.md")))
            .results()
            .filter(each -> types.contains(each.group(1)))
            .map(each -> each.group(1) + "." + each.group(2))
            .toList();

    assertThat(quoted).hasSizeGreaterThan(25);
    assertThat(members).containsAll(quoted);
  }

  private static List<TrickDescriptor> described() {
    return TECHNIQUES.values().stream()
        .flatMap(List::stream)
        .map(id -> TRICKS.find(id).orElseThrow())
        .toList();
  }

  private String row(String technique, TrickDescriptor trick) throws IOException {
    Set<Path> files = new TreeSet<>();
    classes(trick).forEach(each -> files.add(source(each)));
    int lines = 0;
    for (Path source : files) {
      lines += lines(Files.readString(source));
    }
    String hooks =
        trick.hooks().keySet().stream()
            .sorted()
            .map(HookPoint::method)
            .collect(Collectors.joining("`, `", "`", "`"));
    return "| %s | `%s` | %s | %s |".formatted(technique, trick.id(), hooks, lines);
  }

  /** The trick's own package, and what it shares with others of its module. */
  private static Set<JavaClass> classes(TrickDescriptor trick) {
    String room = trick.provider().getClass().getPackageName();
    Deque<JavaClass> open =
        CLASSES.stream()
            .filter(each -> each.getPackageName().equals(room))
            .collect(Collectors.toCollection(ArrayDeque::new));
    Set<JavaClass> all = new HashSet<>();
    while (!open.isEmpty()) {
      JavaClass next = open.remove();
      if (all.add(next)) {
        targets(next).filter(each -> CLASSES.contain(each.getFullName())).forEach(open::add);
      }
    }
    return all;
  }

  private static Stream<JavaClass> targets(JavaClass from) {
    return from.getDirectDependenciesFromSelf().stream()
        .map(Dependency::getTargetClass)
        .map(JavaClass::getBaseComponentType);
  }

  private Path source(JavaClass of) {
    String name = of.getFullName().replaceFirst("\\$.*", "").replace('.', '/') + ".java";
    List<Path> found = sources.stream().filter(file -> file.endsWith(name)).toList();
    assertThat(found).describedAs(name).hasSize(1);
    return found.get(0);
  }

  /** Lines of code; package, imports, comments and blank lines are none. */
  private static int lines(String source) {
    String code = HEAD.matcher(COMMENT.matcher(source).replaceAll("")).replaceAll("");
    return (int) code.lines().filter(line -> !line.isBlank()).count();
  }
}
