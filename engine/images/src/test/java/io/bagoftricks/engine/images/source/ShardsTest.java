package io.bagoftricks.engine.images.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files that patterns of tar files mean. */
final class ShardsTest {
  @TempDir private Path folder;

  @BeforeEach
  void write() throws IOException {
    for (String name : List.of("a-0.tar", "a-1.tar", "b-0.tar", "c[x].tar", "d.txt")) {
      Files.createFile(folder.resolve(name));
    }
  }

  @Test
  void rangesAlternativesAndWildcardsMayBeMixed() throws IOException {
    assertFiles("a-{0..1}.tar", "a-0.tar", "a-1.tar");
    assertFiles("{b-0,a-{0..1}}.tar", "a-0.tar", "a-1.tar", "b-0.tar");
    assertFiles("{a,b}-*.tar", "a-0.tar", "a-1.tar", "b-0.tar");
    assertFiles("{a,b}-0.{tar}", "a-0.tar", "b-0.tar");
    assertFiles("{a,a-?}*.tar", "a-0.tar", "a-1.tar");
    assertFiles("{d,c\\[x\\]}.t*", "c[x].tar", "d.txt");
  }

  @Test
  void theFolderMayBeALink() throws IOException {
    Files.createSymbolicLink(folder.resolve("link"), folder);

    assertFiles("link/b*.tar", "link/b-0.tar");
  }

  @Test
  void anAlternativeThatIsNotThereIsNamed() {
    assertFault("{a,nope}-0.tar", "but there is no file " + folder.resolve("nope-0.tar"));
    assertFault("{a,b}-{0..1}.tar", "but there is no file " + folder.resolve("b-1.tar"));
    assertFault(
        "{a,nope}-*.tar",
        "but there is no file "
            + folder
            + "/nope-*.tar. Fetch it, or write the pattern without it");
  }

  /** So that a plan can be made before any is fetched. */
  @Test
  void noneAtAllIsAnotherFault() {
    for (String pattern : List.of("x-{0..9}.tar", "{x,y}.tar", "x*.tar", "none/*.tar")) {
      assertThatThrownBy(() -> Shards.of(folder + "/" + pattern))
          .isInstanceOf(NoShardsException.class);
    }
  }

  @Test
  void whatIsNoPatternIsRefused() {
    assertFault("{a-0.tar", "which is not a pattern of files: in '{a-0.tar' brackets, braces or");
    assertFault("[a.tar", "which is not a pattern of files: in '[a.tar' brackets, braces or");
    assertFault("a-{1..0}.tar", "{1..0} is not a range of 1 to 100000 files");
    assertFault("{0..99999}{0..99999}.tar", "more than 100000 files");
  }

  private void assertFiles(String pattern, String... names) throws IOException {
    assertThat(Shards.of(folder + "/" + pattern).stream().map(folder::relativize))
        .as(pattern)
        .map(Path::toString)
        .containsExactly(names);
  }

  private void assertFault(String pattern, String message) {
    assertThatThrownBy(() -> Shards.of(folder + "/" + pattern))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(message);
  }
}
