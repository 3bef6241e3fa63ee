package io.bagoftricks.product.fuzz;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Ways in which the bytes of a file go wrong, or are made wrong. */
enum Damage {
  /** One bit is another. */
  FLIP {
    @Override
    byte[] of(byte[] bytes, SplittableRandom random) {
      byte[] flipped = bytes.clone();
      flipped[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
      return flipped;
    }
  },
  /** One byte is another. */
  SET {
    @Override
    byte[] of(byte[] bytes, SplittableRandom random) {
      byte[] changed = bytes.clone();
      changed[random.nextInt(bytes.length)] = (byte) random.nextInt();
      return changed;
    }
  },
  /** The end is missing. */
  TRUNCATE {
    @Override
    byte[] of(byte[] bytes, SplittableRandom random) {
      return part(bytes, 0, random.nextInt(bytes.length));
    }
  },
  /** Some bytes are missing in the middle. */
  DELETE {
    @Override
    byte[] of(byte[] bytes, SplittableRandom random) {
      int from = random.nextInt(bytes.length);
      int to = Math.min(bytes.length, from + 1 + random.nextInt(LONGEST));
      return joined(part(bytes, 0, from), part(bytes, to, bytes.length));
    }
  },
  /** There are some bytes too many. */
  INSERT {
    @Override
    byte[] of(byte[] bytes, SplittableRandom random) {
      int at = random.nextInt(bytes.length + 1);
      byte[] more = new byte[1 + random.nextInt(LONGEST)];
      random.nextBytes(more);
      return joined(part(bytes, 0, at), more, part(bytes, at, bytes.length));
    }
  },
  /** Some bytes are there twice. */
  DUPLICATE {
    @Override
    byte[] of(byte[] bytes, SplittableRandom random) {
      int from = random.nextInt(bytes.length);
      int to = Math.min(bytes.length, from + 1 + random.nextInt(LONGEST));
      return joined(part(bytes, 0, to), part(bytes, from, bytes.length));
    }
  },
  /** Some bytes are zero, as in a block that never reached the device. */
  ZERO {
    @Override
    byte[] of(byte[] bytes, SplittableRandom random) {
      byte[] zeroed = bytes.clone();
      int from = random.nextInt(bytes.length);
      for (int i = from; i < Math.min(bytes.length, from + 1 + random.nextInt(LONGEST)); i++) {
        zeroed[i] = 0;
      }
      return zeroed;
    }
  },
  /** Two numbers of a text have changed places. */
  SWAP_NUMBERS {
    @Override
    byte[] of(byte[] bytes, SplittableRandom random) {
      String text = latin(bytes);
      List<MatchResult> numbers = all(NUMBER, text);
      if (numbers.size() < 2) {
        return FLIP.of(bytes, random);
      }
      int one = random.nextInt(numbers.size() - 1);
      MatchResult first = numbers.get(one);
      MatchResult second = numbers.get(one + 1 + random.nextInt(numbers.size() - one - 1));
      return latin(
          text.substring(0, first.start())
              + second.group()
              + text.substring(first.end(), second.start())
              + first.group()
              + text.substring(second.end()));
    }
  },
  /** A number of a text is something else. */
  EDIT_NUMBER {
    @Override
    byte[] of(byte[] bytes, SplittableRandom random) {
      return replaced(bytes, random, NUMBER, NUMBERS);
    }
  },
  /** A value of JSON is something else. */
  EDIT_VALUE {
    @Override
    byte[] of(byte[] bytes, SplittableRandom random) {
      return replaced(bytes, random, VALUE, VALUES);
    }
  },
  /** A line is missing, or a part between commas where there are no lines. */
  REMOVE_ENTRY {
    @Override
    byte[] of(byte[] bytes, SplittableRandom random) {
      return replaced(bytes, random, ENTRY, List.of(""));
    }
  };

  private static final int LONGEST = 40;
  private static final Pattern NUMBER = Pattern.compile("-?\\d+(?:\\.\\d+)?(?:[eE][+-]?\\d+)?");
  private static final Pattern VALUE =
      Pattern.compile(
          "(?<=[:\\[,])\\s*(?:\"[^\"\\n]{0,200}\"|-?[0-9.eE+-]+|true|false|null)(?=\\s*[,\\]}])");
  private static final Pattern ENTRY = Pattern.compile("[^,\\n\\[\\]{}]+,\\n?");
  private static final List<String> NUMBERS =
      List.of(
          "-1",
          "0",
          "1",
          "40.9",
          "1e0",
          "1e99",
          "1e999",
          "9223372036854775807",
          "9223372036854775808",
          "2147483647",
          "2147483648",
          "-9223372036854775808",
          "NaN",
          "\"40\"",
          "null",
          "true",
          "[]",
          "{}",
          "00",
          "0x10",
          "\u0664\u0660");
  private static final List<String> VALUES =
      List.of(
          "-1",
          "0.5",
          "\"\"",
          "\"a\"",
          "null",
          "true",
          "[]",
          "{}",
          "[1]",
          "{\"a\":1}",
          "1e999",
          "NaN",
          "\"NaN\"",
          "\"F64\"",
          "\"I32\"",
          "\"I64\"",
          "\"BF16\"",
          "9223372036854775807");

  /** The damaged bytes. */
  abstract byte[] of(byte[] bytes, SplittableRandom random);

  /** The bytes with a damage of some kind, or two. */
  static byte[] some(byte[] bytes, SplittableRandom random) {
    byte[] damaged = bytes;
    int times = random.nextInt(4) == 0 ? 2 : 1;
    for (int i = 0; i < times && damaged.length > 0; i++) {
      damaged = values()[random.nextInt(values().length)].of(damaged, random);
    }
    return damaged;
  }

  private static byte[] replaced(
      byte[] bytes, SplittableRandom random, Pattern what, List<String> by) {
    String text = latin(bytes);
    List<MatchResult> found = all(what, text);
    if (found.isEmpty()) {
      return FLIP.of(bytes, random);
    }
    MatchResult one = found.get(random.nextInt(found.size()));
    byte[] other = by.get(random.nextInt(by.size())).getBytes(StandardCharsets.UTF_8);
    return joined(part(bytes, 0, one.start()), other, part(bytes, one.end(), bytes.length));
  }

  private static List<MatchResult> all(Pattern what, String text) {
    return new ArrayList<>(what.matcher(text).results().toList());
  }

  /** A char a byte. */
  private static String latin(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  private static byte[] latin(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static byte[] part(byte[] bytes, int from, int to) {
    return Arrays.copyOfRange(bytes, from, to);
  }

  private static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }
}
