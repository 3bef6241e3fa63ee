package io.bagoftricks.engine;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.core.domain.properties.HasParameterTypes.Predicates.rawParameterTypes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.awt.image.RenderedImage;
import java.io.File;
import java.io.FileOutputStream;
import java.io.FileWriter;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

final class ArchitectureTest {
  private static final JavaClasses ENGINE =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .withImportOption(location -> !location.contains("-tests.jar")) // of the core
          .importPackages("io.bagoftricks.engine");

  @Test
  void packagesHaveNoCycles() {
    slices().matching("io.bagoftricks.engine.(**)").should().beFreeOfCycles().check(ENGINE);
  }

  /**
   * Other packages find the things that a recipe may name; the recipe knows only their contracts.
   */
  @Test
  void recipesKnowNoModelOptimizerOrData() {
    noClasses()
        .that()
        .resideInAPackage("io.bagoftricks.engine.recipe..")
        .should()
        .dependOnClassesThat(
            resideInAPackage("io.bagoftricks..")
                .and(
                    not(
                        resideInAnyPackage(
                            "io.bagoftricks.api..",
                            "io.bagoftricks.engine.recipe..",
                            "io.bagoftricks.engine.problem..",
                            "io.bagoftricks.engine.split..",
                            "io.bagoftricks.engine.storage..",
                            "io.bagoftricks.engine.internal.problem..",
                            "io.bagoftricks.engine.internal.split..",
                            "io.bagoftricks.engine.internal.text..",
                            "io.bagoftricks.engine.internal.storage.."))))
        .check(ENGINE);
  }

  /** So that every file is whole, and a test can stand between. Reading is free. */
  @Test
  void onlyStorageWritesFiles() {
    noClasses()
        .that()
        .resideOutsideOfPackages(
            "io.bagoftricks.engine.storage..", "io.bagoftricks.engine.internal.storage..")
        .and()
        .doNotHaveSimpleName("StandardOutput") // which the process has open already
        .should()
        .callMethodWhere(
            target(owner(type(Files.class)))
                .and(
                    target(
                        nameMatching(
                            "write.*|newOutputStream|newBufferedWriter|newByteChannel|copy|move|create.*|delete.*"))))
        .orShould()
        .callMethodWhere(
            target(owner(type(ImageIO.class)))
                .and(target(name("write")))
                .and(target(rawParameterTypes(RenderedImage.class, String.class, File.class))))
        .orShould()
        .dependOnClassesThat()
        .belongToAnyOf(FileOutputStream.class, FileWriter.class, RandomAccessFile.class)
        .check(ENGINE);
  }

  /** Through a channel that is open for reading. */
  @Test
  void onlyTensorsAndImagesAreReadThroughChannels() {
    noClasses()
        .that()
        .resideOutsideOfPackages(
            "io.bagoftricks.engine.storage..", "io.bagoftricks.engine.internal.storage..")
        .and()
        .doNotHaveSimpleName("TensorFile")
        .and()
        .doNotHaveSimpleName("PathFile")
        .and()
        .doNotHaveSimpleName("TarredFile")
        .and()
        .doNotHaveSimpleName("PartChannel")
        .and()
        .doNotHaveSimpleName("PackFolder")
        .should()
        .dependOnClassesThat()
        .areAssignableTo(FileChannel.class)
        .check(ENGINE);
  }

  /** One decoder for all who read pictures, and no native library in the core. */
  @Test
  void onlyImagesKnowsOpenCv() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.bagoftricks.engine.images..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.bytedeco.opencv..")
        .check(ENGINE);
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

  /** Writers made in that place write null where a number is not finite. */
  @Test
  void onlyOnePlaceMakesWritersOfJson() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.bagoftricks.engine.internal.storage..")
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
            "io.bagoftricks.engine.internal.plugin..",
            "io.bagoftricks.engine.plan..",
            "io.bagoftricks.engine.explain..",
            "io.bagoftricks.engine.network..",
            "io.bagoftricks.engine.internal.network..",
            "io.bagoftricks.engine.internal.model..")
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
            "io.bagoftricks.engine.internal.network..",
            "io.bagoftricks.engine.internal.model..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.nd4j..", "org.bytedeco..")
        .check(ENGINE);
  }
}
