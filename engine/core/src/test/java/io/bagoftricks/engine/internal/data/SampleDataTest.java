package io.bagoftricks.engine.internal.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.bagoftricks.api.data.DataFacts;
import io.bagoftricks.api.data.Split;
import io.bagoftricks.api.network.Shape;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
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

  /** Whether that is enough to train with is the planner's business. */
  @Test
  void tellsOfASingleClass() throws IOException {
    Path folder = first.resolve("META-INF/samples/digits");
    for (String split : List.of("train", "t10k")) {
      Path labels = folder.resolve(split + "-labels-idx1-ubyte.gz");
      byte[] bytes;
      try (InputStream in = new GZIPInputStream(Files.newInputStream(labels))) {
        bytes = in.readAllBytes();
      }
      Arrays.fill(bytes, 8, bytes.length, (byte) 0);
      try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(labels))) {
        out.write(bytes);
      }
    }
    assertThat(new SampleData("digits").facts(loader).classes()).isEqualTo(1);
  }

  @Test
  void refusesAnEmptyName() {
    assertThatIllegalArgumentException().isThrownBy(() -> new SampleData(" "));
  }
}
