package io.bagoftricks.engine.predict;

import static org.assertj.core.api.Assertions.assertThat;

import io.bagoftricks.engine.problem.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Arguments of predict, and the files that they mean. */
final class ImageArgumentsTest {
  @TempDir private Path folder;

  @BeforeEach
  void writeFiles() throws IOException {
    for (String name :
        List.of(
            "b.jpg",
            "a.PNG",
            "notes.txt",
            ".hidden.jpg",
            "deep/er/c.webp",
            "deep/c.jpg",
            "deep/.thumbs/t.jpg",
            "odd[1].jpg",
            "odd1.jpg")) {
      Path file = folder.resolve(name);
      Files.createDirectories(file.getParent());
      Files.writeString(file, "some bytes");
    }
  }

  @Test
  void aFolderMeansAllImagesInItAndBelow() {
    assertThat(found(""))
        .containsExactly(
            "a.PNG", "b.jpg", "deep/c.jpg", "deep/er/c.webp", "odd1.jpg", "odd[1].jpg");
  }

  /** As of a shell's variable that is not set: it was all images below the working directory. */
  @Test
  void anEmptyArgumentMeansNothing() {
    ImageArguments found = ImageArguments.of(List.of(""));

    assertThat(found.files()).isEmpty();
    assertThat(found.problems())
        .singleElement()
        .hasToString(
            "[predict/no-file] It is not a path: '', which is empty. Write a path, or . for the"
                + " working directory.");
  }

  @Test
  void aFileIsTakenAsItIsNamed() {
    assertThat(found("notes.txt")).containsExactly("notes.txt");
    assertThat(found(".hidden.jpg")).containsExactly(".hidden.jpg");
    assertThat(found("missing.jpg")).containsExactly("missing.jpg");
  }

  @Test
  void aFileWhoseNameLooksLikeAPatternIsThatFile() {
    assertThat(found("odd[1].jpg")).containsExactly("odd[1].jpg");
    assertThat(found("od?[1].jpg")).containsExactly("odd1.jpg");
    assertThat(found("odd[.jpg")).containsExactly("odd[.jpg");
  }

  @Test
  void aPatternMeansWhatAShellTakesItFor() {
    assertThat(found("*.jpg")).containsExactly("b.jpg", "odd1.jpg", "odd[1].jpg");
    assertThat(found(".*.jpg")).containsExactly(".hidden.jpg");
    assertThat(found("{a,b}.*")).containsExactly("a.PNG", "b.jpg");
    assertThat(found("*/c.*")).containsExactly("deep/c.jpg");
    assertThat(found("**/c.*")).containsExactly("deep/c.jpg", "deep/er/c.webp");
    assertThat(found("d*")).containsExactly("deep/c.jpg", "deep/er/c.webp");
    assertThat(found("./b*")).hasSize(1);
  }

  @Test
  void aLinkToAFolderMeansWhatIsInIt() throws IOException {
    Path link = folder.resolve("link");
    Files.createSymbolicLink(link, folder.resolve("deep"));

    assertThat(found("link")).containsExactly("link/c.jpg", "link/er/c.webp");
    assertThat(found("li*")).containsExactly("link/c.jpg", "link/er/c.webp");
    assertThat(found("")).doesNotContain("link/c.jpg").contains("deep/c.jpg");
  }

  /** However often it is named. */
  @Test
  void aFileIsTakenOnce() {
    assertThat(
            relative(
                ImageArguments.of(List.of(at("b.jpg"), at("*.jpg"), at("deep"), at("**/c.jpg")))))
        .containsExactly("b.jpg", "odd1.jpg", "odd[1].jpg", "deep/c.jpg", "deep/er/c.webp");
  }

  @Test
  void sayWhatIsNotThere() throws IOException {
    Files.createDirectories(folder.resolve("empty"));
    Files.createFile(folder.resolve("deep/zero.jpg"));
    Path outside = Files.createTempFile("outside", ".jpg");
    Files.createSymbolicLink(folder.resolve("deep/link.jpg"), outside);
    Files.createSymbolicLink(folder.resolve("deep/loop"), folder);

    ImageArguments found = ImageArguments.of(List.of(at("empty"), at("*.tiff"), at("deep")));

    assertThat(relative(found)).containsExactly("deep/c.jpg", "deep/er/c.webp");
    assertThat(found.problems().stream().map(Problem::toString))
        .satisfiesExactly(
            one -> assertThat(one).contains("empty", "[predict/no-images] The folder and those"),
            one -> assertThat(one).contains("*.tiff", "[predict/no-match] No file is called so"),
            one -> assertThat(one).contains("link.jpg", "It is a link that leads out of"),
            one -> assertThat(one).contains("zero.jpg", "[predict/no-image] The file is empty."));
    Files.delete(outside);
  }

  private String at(String name) {
    return folder + (name.isEmpty() ? "" : "/" + name);
  }

  private List<String> found(String name) {
    ImageArguments found = ImageArguments.of(List.of(at(name)));
    assertThat(found.problems()).isEmpty();
    return relative(found);
  }

  private List<String> relative(ImageArguments found) {
    return found.files().stream().map(file -> folder.relativize(file).toString()).toList();
  }
}
