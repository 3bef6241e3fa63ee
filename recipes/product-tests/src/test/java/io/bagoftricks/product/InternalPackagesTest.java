package io.bagoftricks.product;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Classes in a package {@code X.internal}, or below one, are for {@code X} and the packages below
 * it, in the same module.
 */
final class InternalPackagesTest {
  private static final String INTERNAL = ".internal";

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
    assertThat(owners).contains("engine", "engine.recipe", "engine.train");
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
              .filter(owner -> !isBelow(type, owner) || !module(type).equals(module(target)))
              .ifPresent(
                  owner ->
                      events.add(
                          SimpleConditionEvent.violated(dependency, dependency.getDescription())));
        }
      }
    };
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
