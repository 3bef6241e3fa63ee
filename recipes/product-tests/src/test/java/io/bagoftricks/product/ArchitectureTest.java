package io.bagoftricks.product;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.codeUnits;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import io.bagoftricks.backends.spi.BackendProvider;
import io.bagoftricks.engine.plugin.Plugins;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ref.Reference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The rules that keep the modules apart. */
final class ArchitectureTest {
  private static final JavaClasses OURS =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .withImportOption(location -> !location.contains("-tests.jar")) // of engine/core
          .importPackages("io.bagoftricks");

  /** Of {@code Nd4j}. */
  private static final Set<String> FORGETFUL =
      Set.of(
          "accumulate",
          "averageAndPropagate",
          "pullRows",
          "shuffle",
          "sort",
          "sortColumns",
          "sortRows",
          "sortWithIndices",
          "tear");

  @Test
  void theEngineDependsOnNoTrickAndNoBackend() {
    noClasses()
        .that()
        .resideInAPackage("io.bagoftricks.engine..")
        .should()
        .dependOnClassesThat(
            resideInAnyPackage("io.bagoftricks.tricks..", "io.bagoftricks.backends..")
                .and(not(resideInAPackage("io.bagoftricks.backends.spi.."))))
        .check(OURS);
  }

  @Test
  void theEngineNamesNoTrickAndNoBackend() throws IOException {
    Set<String> names = new TreeSet<>(Plugins.load(getClass().getClassLoader()).tricks().ids());
    ServiceLoader.load(BackendProvider.class).forEach(backend -> names.add(backend.id()));
    assertThat(names).contains("mixup", "nd4j");

    Pattern named =
        Pattern.compile(
            "\"[^\"\\n]*(?<![\\w.-])(" + String.join("|", names) + ")(?![\\w-])[^\"\\n]*\"");
    String constants = String.join("|", names).toUpperCase(Locale.ROOT).replace('-', '_');
    Pattern constant = Pattern.compile("(?m)^ +(" + constants + ")[,;(]");
    for (Path source : mainSources("engine")) {
      assertThat(Files.readString(source))
          .describedAs("%s", source)
          .doesNotContainPattern(named)
          .doesNotContainPattern(constant);
    }
  }

  @Test
  void tricksDependOnTheApiAlone() {
    classes()
        .that()
        .resideInAPackage("io.bagoftricks.tricks..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "io.bagoftricks.tricks..",
            "io.bagoftricks.api..",
            // An annotation that is read while compiling.
            "com.google.auto.service..",
            "java..",
            "jakarta.inject..",
            "org.jspecify..",
            "org.nd4j..")
        .check(OURS);
  }

  /**
   * The authors of plugins find what they need in one package; nobody else needs so large a one.
   */
  @Test
  void noPackageHoldsMoreThanFortyClasses() {
    Map<String, Long> sizes =
        OURS.stream()
            .filter(type -> type.isTopLevelClass() && !type.getSimpleName().equals("package-info"))
            .collect(Collectors.groupingBy(JavaClass::getPackageName, Collectors.counting()));
    assertThat(sizes).hasSizeGreaterThan(50).containsKey("io.bagoftricks.api");
    sizes.remove("io.bagoftricks.api");
    assertThat(sizes).allSatisfy((name, size) -> assertThat(size).as(name).isLessThanOrEqualTo(40));
  }

  @Test
  void noTrickSeesAnother() {
    slices().matching("io.bagoftricks.tricks.*.(*)..").should().notDependOnEachOther().check(OURS);
  }

  @Test
  void backendsDependOnTheirInterfaceAndTheApi() {
    noClasses()
        .that()
        .resideInAPackage("io.bagoftricks.backends..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.bagoftricks.engine..", "io.bagoftricks.tricks..")
        .check(OURS);
  }

  @Test
  void onlyTestKitsBringTheLibrariesOfTests() {
    noClasses()
        .that()
        .resideOutsideOfPackage("..testkit..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.junit..", "org.assertj..", "io.bagoftricks..testkit..")
        .check(OURS);
  }

  @Test
  void theApiDependsOnNothingOfOurs() {
    noClasses()
        .that()
        .resideInAPackage("io.bagoftricks.api..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.bagoftricks.engine..", "io.bagoftricks.tricks..", "io.bagoftricks.backends..")
        .check(OURS);
  }

  @Test
  void packagesOfTheApiAreFreeOfCycles() {
    slices().matching("io.bagoftricks.api.(**)").should().beFreeOfCycles().check(OURS);
  }

  @Test
  void packagesOfBackendsAreFreeOfCycles() {
    slices().matching("io.bagoftricks.backends.(**)").should().beFreeOfCycles().check(OURS);
  }

  @Test
  void guiceAndJacksonStayInsideTheEngine() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.bagoftricks.engine..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("com.google.inject..", "com.fasterxml.jackson..")
        .check(OURS);
  }

  /**
   * ND4J forgets what it was handed before native code has read it; who holds nothing but a view
   * made for the call holds it until then.
   */
  @Test
  void whatCallsThatForgetAreHandedIsHeld() {
    codeUnits()
        .that(
            describe(
                "call what forgets its arrays",
                unit -> calls(unit, "org.nd4j.linalg.factory.Nd4j", FORGETFUL)))
        .should(
            ArchCondition.from(
                describe(
                    "hold them by a fence",
                    unit -> calls(unit, Reference.class.getName(), Set.of("reachabilityFence")))))
        .check(OURS);
  }

  private static boolean calls(JavaCodeUnit unit, String owner, Set<String> methods) {
    return unit.getMethodCallsFromSelf().stream()
        .map(JavaMethodCall::getTarget)
        .anyMatch(
            target ->
                target.getOwner().getName().equals(owner) && methods.contains(target.getName()));
  }

  @Test
  void everyPackageIsNullMarked() throws IOException {
    List<Path> sources = new ArrayList<>();
    for (Path folder : Checkout.mainFolders()) {
      sources.addAll(Checkout.files(folder.toString(), ".java"));
    }
    assertThat(sources).hasSizeGreaterThan(100);
    Set<Path> folders = new TreeSet<>();
    sources.forEach(source -> folders.add(source.getParent()));

    for (Path folder : folders) {
      Path info = folder.resolve("package-info.java");
      assertThat(info).exists();
      assertThat(Files.readString(info)).contains("@NullMarked");
    }
  }

  private static List<Path> mainSources(String module) {
    try {
      return Checkout.files(module, ".java").stream()
          .filter(f -> f.toString().contains("/src/main/java/"))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
