package io.bagoftricks.engine.explain;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Numbers and settings as people read them, alike on every machine. */
public final class Figures {
  private static final MathContext FOUR_DIGITS = new MathContext(4);

  private Figures() {}

  /** {@code 1,281,167}. */
  public static String count(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  /** At most four digits that count, and whole numbers as they are: {@code 65536}, {@code 1E-7}. */
  public static String value(double value) {
    if (!Double.isFinite(value) || value == 0) {
      return value == 0 ? "0" : Double.toString(value);
    }
    if (value == Math.rint(value) && Math.abs(value) < 1e9) {
      return Long.toString((long) value);
    }
    BigDecimal rounded = BigDecimal.valueOf(value).round(FOUR_DIGITS).stripTrailingZeros();
    return Math.abs(value) < 1e-4 ? rounded.toString() : rounded.toPlainString();
  }

  /** {@code 97.6 MiB}; KiB below a tenth of a MiB, GiB from one on. */
  public static String bytes(double bytes) {
    if (bytes < (1 << 20) / 10.0) {
      return String.format(Locale.ROOT, "%.1f KiB", bytes / (1 << 10));
    }
    return bytes < 1 << 30
        ? String.format(Locale.ROOT, "%.1f MiB", bytes / (1 << 20))
        : String.format(Locale.ROOT, "%.1f GiB", bytes / (1 << 30));
  }

  /** {@code depth 50, form paper}; what is empty is left out. */
  public static String settings(Record config) {
    List<String> settings = new ArrayList<>();
    for (RecordComponent component : config.getClass().getRecordComponents()) {
      Object value = value(component, config);
      boolean nothing = value.equals(Optional.empty()) || value.equals(List.of());
      if (!nothing) {
        settings.add(component.getName() + " " + setting(value));
      }
    }
    return String.join(", ", settings);
  }

  private static Object value(RecordComponent component, Record config) {
    try {
      component.getAccessor().setAccessible(true);
      return component.getAccessor().invoke(config);
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException(config.getClass() + "." + component.getName(), e);
    }
  }

  private static String setting(Object value) {
    if (value instanceof Optional<?> optional && optional.isPresent()) {
      return setting(optional.get());
    }
    if (value instanceof Enum<?> constant) {
      return constant.name().toLowerCase(Locale.ROOT);
    }
    return value instanceof Double number ? value(number) : String.valueOf(value);
  }
}
