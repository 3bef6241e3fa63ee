package io.bagoftricks.engine.internal.loader;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(
    packages = {"io.bagoftricks.engine.internal.loader", "io.bagoftricks.engine.internal.data"},
    importOptions = ImportOption.DoNotIncludeTests.class)
final class DataArchitectureTest {
  /** ND4J is global to a process: loader threads must not touch it. */
  @ArchTest
  static final ArchRule LOADING_DOES_NOT_TOUCH_ND4J =
      noClasses().should().dependOnClassesThat().resideInAnyPackage("org.nd4j..", "org.bytedeco..");

  /** Recipes name data, and not the other way round. */
  @ArchTest
  static final ArchRule LOADING_DOES_NOT_KNOW_RECIPES_OR_PLANS =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.bagoftricks.engine.recipe", "io.bagoftricks.engine.plan");
}
