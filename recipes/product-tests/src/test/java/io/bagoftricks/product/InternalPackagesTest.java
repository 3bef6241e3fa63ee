package io.bagoftricks.product;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Classes in a package {@code X.internal}, or below one, are for {@code X} and the packages below
 * it, in the same module; those of {@code engine.internal} for all modules of the engine, and for
 * the test kit.
 */
final class InternalPackagesTest {
  private static final String INTERNAL = ".internal";

  /** The one whose internal packages its modules share. */
  private static final String ENGINE = "io.bagoftricks.engine";

  /** Runs tricks in the engine's machinery. */
  private static final String TEST_KIT = "io.bagoftricks.testkit";

  /** Public types of engine/recipe and engine/core before there were internal packages. */
  private static final int SHOWN_ONCE = 138;

  /** The folder of classes, or the jar, of the modules that programs embed. */
  private static final String CORE = ".*engine[/-](core|recipe)(/target/|-[^/]*\\.jar!/).*";

  /** By these the other modules of the engine reach what is internal. */
  private static final Set<String> HANDED =
      Set.of("BegunRun", "Training", "plan.LiveTrick", "plan.RunTricks");

  private static final JavaClasses OURS =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .withImportOption(location -> !location.contains("-tests.jar")) // of engine/core
          .importPackages("io.bagoftricks");

  @Test
  void theyAreThere() {
    Set<String> owners =
        OURS.stream()
            .flatMap(type -> owner(type).stream())
            .map(name -> name.replace("io.bagoftricks.", ""))
            .collect(Collectors.toSet());
    assertThat(owners).contains("engine", "engine.plan", "engine.recipe");
  }

  @Test
  void nobodyElseReachesIntoThem() {
    classes().should(stayOutOfInternalPackagesOfOthers()).check(OURS);
  }

  private static ArchCondition<JavaClass> stayOutOfInternalPackagesOfOthers() {
    return new ArchCondition<>("stay out of internal packages of others") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
          JavaClass target = dependency.getTargetClass().getBaseComponentType();
          owner(target)
              .filter(owner -> !mayUse(type, owner, target))
              .ifPresent(
                  owner ->
                      events.add(
                          SimpleConditionEvent.violated(dependency, dependency.getDescription())));
        }
      }
    };
  }

  /** For a program that embeds the engine, which has to find its way among them. */
  @Test
  void theCoreShowsAThirdLessThanItDid() {
    assertThat(shown())
        .filteredOn(JavaClass::isTopLevelClass)
        .extracting(JavaClass::getSimpleName)
        .contains("Training", "Recipe")
        .hasSizeLessThanOrEqualTo(SHOWN_ONCE * 2 / 3);
  }

  @Test
  void noSignatureOfTheCoreNamesThem() {
    assertThat(shown())
        .filteredOn(type -> !HANDED.contains(type.getName().replace(ENGINE + ".", "")))
        .anySatisfy(type -> assertThat(type.isTopLevelClass()).isFalse())
        .allSatisfy(
            type ->
                assertThat(type.getCodeUnits())
                    .filteredOn(unit -> unit.getModifiers().contains(JavaModifier.PUBLIC))
                    .allSatisfy(
                        unit ->
                            assertThat(named(unit))
                                .describedAs(unit.getFullName())
                                .allSatisfy(named -> assertThat(owner(named)).isEmpty())));
  }

  private static Set<JavaClass> named(JavaCodeUnit unit) {
    return Stream.concat(unit.getParameterTypes().stream(), Stream.of(unit.getReturnType()))
        .flatMap(named -> named.getAllInvolvedRawTypes().stream())
        .map(JavaClass::getBaseComponentType)
        .collect(Collectors.toSet());
  }

  /** The public types of the core that are not internal, those within others among them. */
  private static Set<JavaClass> shown() {
    return OURS.stream()
        .filter(type -> isPublic(type) && owner(type).isEmpty())
        .filter(type -> module(type).matches(CORE))
        .collect(Collectors.toSet());
  }

  private static boolean isPublic(JavaClass type) {
    return type.getModifiers().contains(JavaModifier.PUBLIC)
        && type.getEnclosingClass().map(InternalPackagesTest::isPublic).orElse(true);
  }

  private static boolean mayUse(JavaClass type, String owner, JavaClass target) {
    if (owner.equals(ENGINE)) {
      return isBelow(type, owner) || isBelow(type, TEST_KIT);
    }
    return isBelow(type, owner) && module(type).equals(module(target));
  }

  private static Optional<String> owner(JavaClass type) {
    String name = type.getPackageName();
    int end = (name + ".").indexOf(INTERNAL + ".");
    return name.startsWith("io.bagoftricks.") && end >= 0
        ? Optional.of(name.substring(0, end))
        : Optional.empty();
  }

  private static boolean isBelow(JavaClass type, String owner) {
    return (type.getPackageName() + ".").startsWith(owner + ".");
  }

  /** The folder or jar that a class is from. */
  private static String module(JavaClass type) {
    String place = type.getSource().orElseThrow().getUri().toString();
    return place.substring(0, place.indexOf(type.getPackageName().replace('.', '/')));
  }
}
