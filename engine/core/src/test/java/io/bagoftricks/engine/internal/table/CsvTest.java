package io.bagoftricks.engine.internal.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class CsvTest {
  @Test
  void writesWhatRfc4180Says() {
    assertThat(Csv.line("a", 1, 2.5, "", "b,c", "say \"so\"", "two\nlines"))
        .isEqualTo("a,1,2.5,,\"b,c\",\"say \"\"so\"\"\",\"two\nlines\"\n");
  }

  @Test
  void aTextIsNoFormulaOfASpreadsheet() {
    assertThat(Csv.line("=1+1", "+ warmup", "- mixup", "@x", "'quoted", "a=b", "\t=x"))
        .isEqualTo("'=1+1,'+ warmup,'- mixup,'@x,''quoted,a=b,'\t=x\n");
  }

  @Test
  void aNumberIsNoText() {
    assertThat(Csv.line("-0.5", "+1", -2, "1e-7", "-1.5E+10", "-.5", "-Infinity", "NaN"))
        .isEqualTo("-0.5,+1,-2,1e-7,-1.5E+10,-.5,-Infinity,NaN\n");
    assertThat(Csv.line("-0.5 points", "+1-1", "-")).isEqualTo("'-0.5 points,'+1-1,'-\n");
  }

  @Test
  void readsWhatOthersWrite() throws IOException {
    assertThat(Csv.read("a,b\r\n\"1\",2\r\n"))
        .containsExactly(List.of("a", "b"), List.of("1", "2"));
    assertThat(Csv.read("")).isEmpty();
    assertThatIOException()
        .isThrownBy(() -> Csv.read("a,b\n1,\"2"))
        .withMessageStartingWith("It is not a table: ");
  }

  @Test
  void everyTextComesBackAsItWas() throws IOException {
    String signs = ",\"'=+-@\n\r\t ;#\\aé0.1漢\u2028";
    Random random = new Random(42);
    for (int i = 0; i < 2000; i++) {
      List<List<String>> lines =
          Stream.generate(
                  () ->
                      Stream.generate(() -> text(signs, random))
                          .limit(1 + random.nextInt(4))
                          .toList())
              .limit(1 + random.nextInt(3))
              .toList();
      String written = lines.stream().map(Csv::line).collect(Collectors.joining());
      assertThat(Csv.read(written)).as(written).isEqualTo(lines);
    }
  }

  private static String text(String signs, Random random) {
    return random
        .ints(random.nextInt(5), 0, signs.length())
        .mapToObj(i -> signs.substring(i, i + 1))
        .collect(Collectors.joining());
  }
}
