package io.bagoftricks.backends.spi;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.properties.CanBeAnnotated.Predicates.annotatedWith;
import static com.tngtech.archunit.lang.conditions.ArchConditions.be;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.osgi.annotation.versioning.ConsumerType;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Of every interface of {@code api} and {@code backends/spi} it is said who implements it: plugins
 * and backends, so that it may only get methods with a body, or the engine, so that it may grow.
 */
final class ApiStatusTest {
  private static final JavaClasses API =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.bagoftricks.api", "io.bagoftricks.backends.spi");

  private static final DescribedPredicate<JavaClass> OPEN =
      describe(
          "are interfaces that others could implement",
          type ->
              type.isInterface()
                  && !type.isAnnotation()
                  && type.getModifiers().contains(JavaModifier.PUBLIC)
                  && !type.reflect().isSealed());

  @Test
  void everyInterfaceSaysWhoImplementsIt() {
    assertThat(API.stream().filter(OPEN)).hasSizeGreaterThan(50);
    classes()
        .that(OPEN)
        .should(
            be(
                describe(
                    "annotated with one of @ConsumerType and @ProviderType",
                    type ->
                        annotatedWith(ConsumerType.class).test(type)
                            != annotatedWith(ProviderType.class).test(type))))
        .check(API);
  }

  @Test
  void whatOthersImplementExtendsNothingThatMayGrow() {
    classes()
        .that(annotatedWith(ConsumerType.class))
        .should(
            be(
                describe(
                    "free of interfaces that may grow",
                    type ->
                        type.getAllRawInterfaces().stream()
                            .noneMatch(annotatedWith(ProviderType.class)))))
        .check(API);
  }

  @Test
  void signaturesNameNothingThatIsHidden() {
    methods()
        .that()
        .arePublic()
        .or()
        .areProtected()
        .and()
        .areDeclaredInClassesThat()
        .arePublic()
        .should(
            be(
                describe(
                    "of public types outside of internal packages",
                    ApiStatusTest::namesPublicTypes)))
        .check(API);
  }

  private static boolean namesPublicTypes(JavaMethod method) {
    return Stream.concat(
            Stream.of(method.getRawReturnType()), method.getRawParameterTypes().stream())
        .map(JavaClass::getBaseComponentType)
        .allMatch(type -> type.isPrimitive() || isPublic(type));
  }

  private static boolean isPublic(JavaClass type) {
    return type.getModifiers().contains(JavaModifier.PUBLIC)
        && !(type.getPackageName() + ".").contains(".internal.");
  }
}
