package io.bagoftricks.engine.cli.internal.invocation;

import io.bagoftricks.api.network.Precision;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine;

/** Names of precisions on the command line. */
public final class PrecisionWord implements CommandLine.ITypeConverter<Precision> {
  private static final Map<String, Precision> WORDS = words();

  @Override
  public Precision convert(String word) {
    Precision precision = WORDS.get(word);
    if (precision == null) {
      throw new CommandLine.TypeConversionException(
          "'%s' is not one of %s".formatted(word, String.join(", ", WORDS.keySet())));
    }
    return precision;
  }

  private static Map<String, Precision> words() {
    Map<String, Precision> words = new LinkedHashMap<>();
    words.put("f64", Precision.DOUBLE);
    words.put("f32", Precision.FLOAT);
    words.put("bf16", Precision.BFLOAT16);
    words.put("fp16", Precision.FLOAT16);
    return words;
  }
}
