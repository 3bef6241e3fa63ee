package io.bagoftricks.engine.internal.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bagoftricks.api.network.Shape;
import io.bagoftricks.backends.spi.NativeCode;
import io.bagoftricks.engine.internal.storage.StrictJson;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ManifestTest {
  private static final Manifest MANIFEST = manifest("1.0", "17.0.1", "aa", "2 threads", "float");

  @Test
  void saysWhatIsNotAsItWas() {
    assertThat(MANIFEST.differences(manifest("1.0", "17.0.1", "aa", "2 threads", "float")))
        .isEmpty();
    assertThat(MANIFEST.differences(manifest("1.1", "17.0.2", "bb", "4 threads", "bfloat16")))
        .containsExactly(
            "tricks is version 1.1, and was 1.0",
            "Java is 17.0.2, and was 17.0.1",
            "the device is 4 threads, and was 2 threads",
            "the precision in which activations are stored is bfloat16, and was float",
            "libkernels.so, the backend's own code, was changed",
            "more.jar, which has swirl, blur, was changed");
  }

  @Test
  void comesBackAsItWasWritten() throws JsonProcessingException {
    assertThat(StrictJson.read(StrictJson.write(MANIFEST), Manifest.class)).isEqualTo(MANIFEST);
  }

  /** Runs of versions that knew no teachers had none. */
  @Test
  void isReadWithoutTeachers() throws IOException {
    ObjectNode older = (ObjectNode) StrictJson.tree(StrictJson.write(MANIFEST));
    older.remove("teachers");
    Manifest read = Manifest.parse(older.toString());
    assertThat(read.teachers()).isEmpty();
    assertThat(read.facts()).isEqualTo(MANIFEST.facts());
    assertThat(read.otherTeachers(MANIFEST)).containsExactly("runs/teacher");
    assertThat(MANIFEST.otherTeachers(MANIFEST)).isEmpty();
  }

  /** Runs of versions that did not say so stored activations as the recipe asked. */
  @Test
  void isReadWithoutHowActivationsWereStored() throws IOException {
    ObjectNode older = (ObjectNode) StrictJson.tree(StrictJson.write(MANIFEST));
    ((ObjectNode) older.get("environment")).remove("activations");

    assertThat(Manifest.parse(older.toString())).isEqualTo(MANIFEST);
  }

  private static Manifest manifest(
      String tricks, String java, String sha256, String device, String activations) {
    return new Manifest(
        Manifest.FORMAT,
        "2026-11-22T21:26:00Z",
        "key",
        7,
        "data",
        new Manifest.Environment(
            tricks,
            java,
            "Linux amd64",
            "one",
            device,
            activations,
            List.of(new NativeCode("libkernels.so", sha256 + "kernels")),
            2),
        List.of(new Manifest.Plugin("more.jar", sha256, List.of("swirl", "blur"))),
        List.of(new Manifest.Teacher("runs/teacher", "hash", List.of("distillation"))),
        new Manifest.Facts(
            2,
            64,
            20,
            16,
            List.of("cat", "dog"),
            new Shape(1, 12, 12),
            List.of(1.5),
            List.of(2.5),
            "float",
            99));
  }
}
