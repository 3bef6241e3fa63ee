package io.bagoftricks.engine;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

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
