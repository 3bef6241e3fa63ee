package io.bagoftricks.engine;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

final class ArchitectureTest {
  private static final JavaClasses ENGINE =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.bagoftricks.engine");

  @Test
  void packagesHaveNoCycles() {
    slices().matching("io.bagoftricks.engine.(*)..").should().beFreeOfCycles().check(ENGINE);
  }

  @Test
  void onlyPluginsAreBuiltWithGuice() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.bagoftricks.engine.plugin..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("com.google.inject..")
        .check(ENGINE);
  }

  /** What it makes writes null where a number is not finite. */
  @Test
  void onlyOnePlaceMakesWritersOfJson() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.bagoftricks.engine.storage..")
        .should()
        .callConstructor(ObjectMapper.class)
        .orShould()
        .callConstructor(JsonFactory.class)
        .orShould()
        .callMethod(JsonMapper.class, "builder")
        .orShould()
        .callMethod(JsonMapper.class, "builder", JsonFactory.class)
        .check(ENGINE);
  }

  @Test
  void planningAndExplainingReadNoJson() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "io.bagoftricks.engine.plugin..",
            "io.bagoftricks.engine.plan..",
            "io.bagoftricks.engine.explain..",
            "io.bagoftricks.engine.network..",
            "io.bagoftricks.engine.model..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("com.fasterxml..")
        .check(ENGINE);
  }

  @Test
  void planningUsesNoNumericLibrary() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "io.bagoftricks.engine.plan..",
            "io.bagoftricks.engine.explain..",
            "io.bagoftricks.engine.network..",
            "io.bagoftricks.engine.model..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.nd4j..", "org.bytedeco..")
        .check(ENGINE);
  }
}
