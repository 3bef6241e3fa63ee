package io.bagoftricks.product;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The Javadoc of the API says in which shape every array crosses it. */
final class ArraysInJavadocTest {
  private static final Pattern METHOD =
      Pattern.compile(
          "/\\*\\*((?:(?!\\*/).)*)\\*/\\s*+(?!private )((?:public |default |static )*[\\w<>\\[\\], ?]+ \\w+\\([^;{]*\\))",
          Pattern.DOTALL);
  private static final Pattern ARRAY = Pattern.compile("INDArray|(?:float|double|long|int)\\[]");
  private static final Pattern SHAPE =
      Pattern.compile("shape|\\[|\\bflat\\b|\\bone per\\b|\\bfor each\\b|0 \\.\\. n - 1");

  @Test
  void everyArrayHasItsShape() throws IOException {
    List<String> without = new ArrayList<>();
    int arrays = 0;
    for (Path source : Checkout.files("api/src/main/java", ".java")) {
      Matcher method = METHOD.matcher(Files.readString(source));
      while (method.find()) {
        if (ARRAY.matcher(method.group(2)).find()) {
          arrays++;
          if (!SHAPE.matcher(method.group(1)).find()) {
            without.add(source.getFileName() + ": " + method.group(2));
          }
        }
      }
    }
    assertThat(arrays).isGreaterThan(60);
    assertThat(without).isEmpty();
  }
}
