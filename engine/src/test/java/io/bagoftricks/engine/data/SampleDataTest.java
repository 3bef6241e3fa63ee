package io.bagoftricks.engine.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.bagoftricks.api.network.Shape;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SampleDataTest {
  @TempDir Path first;
  @TempDir Path second;
  private URLClassLoader loader;

  @BeforeEach
  void fillClassPath() throws IOException {
    IdxBytes.writeSmallSet(first.resolve("META-INF/samples/digits"));
    Files.writeString(first.resolve("META-INF/samples/index"), "digits\n");
    IdxBytes.writeSmallSet(second.resolve("META-INF/samples/clothes"));
    Files.writeString(second.resolve("META-INF/samples/index"), "clothes\nempty\n");
    loader = new URLClassLoader(new URL[] {first.toUri().toURL(), second.toUri().toURL()}, null);
  }

  @AfterEach
  void closeClassPath() throws IOException {
    loader.close();
  }

  @Test
  void readsFactsAndImagesFromTheClassPath() throws IOException {
    SampleData data = new SampleData("clothes");

    assertThat(data.facts(loader)).isEqualTo(new DataFacts(3, 3, 2, new Shape(1, 2, 2)));
    assertThat(data.open(Split.TRAIN, loader).read(2).planes()[0]).containsOnly(20f);
    assertThat(data.open(Split.TEST, loader).label(0)).isEqualTo(1);
  }

  @Test
  void namesWhatExistsInAllJars() {
    assertThatIOException()
        .isThrownBy(() -> new SampleData("faces").facts(loader))
        .withMessage(
            "data.name is 'faces', but there is no such sample on the class path."
                + " There is: clothes, digits, empty.");
  }

  @Test
  void namesAListedFileThatIsMissing() {
    assertThatIOException()
        .isThrownBy(() -> new SampleData("empty").open(Split.TEST, loader))
        .withMessageContaining("META-INF/samples/empty/train-labels-idx1-ubyte.gz");
  }

  @Test
  void saysWhenTheClassPathHasNoSamples() {
    assertThatIOException()
        .isThrownBy(() -> SampleData.defaults().facts())
        .withMessageContaining("There is: none.");
  }

  @Test
  void refusesAnEmptyName() {
    assertThatIllegalArgumentException().isThrownBy(() -> new SampleData(" "));
  }
}
