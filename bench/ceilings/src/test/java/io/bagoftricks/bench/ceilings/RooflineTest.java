package io.bagoftricks.bench.ceilings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

final class RooflineTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--threads 0            | --threads is [0], but must be at least 1",
        "--threads 2,0          | --threads is [2, 0], but must be at least 1",
        "--threads 1 --rounds 0 | --rounds is 0, but must be at least 1",
        "--level SSE            | expected one of [AVX512_CORE_AMX, AVX512_CORE_BF16, AVX512_CORE, AVX2]",
      })
  void badUsageIsTwo(String arguments, String message) {
    StringWriter errors = new StringWriter();
    CommandLine command = Roofline.command(Path.of("..")).setErr(new PrintWriter(errors));

    int code = command.execute(arguments.split(" ", -1));

    assertThat(code).isEqualTo(2);
    assertThat(errors.toString()).contains(message);
  }
}
