package io.bagoftricks.engine.cli.internal.invocation;

import io.bagoftricks.api.data.Split;
import io.bagoftricks.engine.ablate.AblationMode;
import io.bagoftricks.engine.bench.BenchMode;
import io.bagoftricks.engine.images.ImageRules;
import io.bagoftricks.engine.internal.storage.UserPath;
import io.bagoftricks.engine.parity.ParityMeasure;
import io.bagoftricks.engine.profile.UpdateRange;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Function;
import picocli.CommandLine;

/** From texts of the command line to values, with the values' own words for what is wrong. */
public final class Converters {
  private Converters() {}

  static final class OfUpdateRange implements CommandLine.ITypeConverter<UpdateRange> {
    @Override
    public UpdateRange convert(String text) {
      return parse(text, UpdateRange::parse);
    }
  }

  public static final class OfBenchMode implements CommandLine.ITypeConverter<BenchMode> {
    @Override
    public BenchMode convert(String text) {
      return parse(text, BenchMode::parse);
    }
  }

  public static final class OfAblationMode implements CommandLine.ITypeConverter<AblationMode> {
    @Override
    public AblationMode convert(String text) {
      return parse(text, AblationMode::parse);
    }
  }

  public static final class OfParityMeasure implements CommandLine.ITypeConverter<ParityMeasure> {
    @Override
    public ParityMeasure convert(String text) {
      return parse(text, ParityMeasure::parse);
    }
  }

  public static final class OfSplit implements CommandLine.ITypeConverter<Split> {
    @Override
    public Split convert(String text) {
      return Arrays.stream(Split.values())
          .filter(split -> split.name().toLowerCase(Locale.ROOT).equals(text))
          .findFirst()
          .orElseThrow(
              () ->
                  new CommandLine.TypeConversionException(
                      "'%s' is not a split; write test, validation or train".formatted(text)));
    }
  }

  public static final class OfColor implements CommandLine.ITypeConverter<Integer> {
    @Override
    public Integer convert(String text) {
      return parse(text, ImageRules::color);
    }
  }

  /** A path that no shell may have read before, such as that of {@code --output=~/run}. */
  public static Path path(String text) {
    return parse(text, UserPath::of);
  }

  private static <T> T parse(String text, Function<String, T> parser) {
    try {
      return parser.apply(text);
    } catch (IllegalArgumentException e) {
      throw new CommandLine.TypeConversionException(e.getMessage());
    }
  }
}
