package io.bagoftricks.bench.ceilings;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Ceilings and rows as tables. */
final class Report {
  private static final String CSV_HEADER =
      "threads,layer,family,shape,pass,milliseconds,operations,bytes,operations per byte,"
          + "gigaoperations per second,roof milliseconds,share of the roof,lost milliseconds";

  private Report() {}

  /** Peaks and bandwidths, a column for each number of threads. */
  static Table ceilings(List<Ceilings> all) {
    String[] header = new String[all.size() + 1];
    header[0] = "at most";
    for (int i = 0; i < all.size(); i++) {
      header[i + 1] = all.get(i).threads() + (all.get(i).threads() == 1 ? " thread" : " threads");
    }
    Table table = new Table(1, header);
    for (Peak peak : Peak.values()) {
      if (all.get(0).peaks().containsKey(peak)) {
        table.add(
            cells(
                peak + ", GFLOP/s",
                all.stream().map(c -> giga(c.peaks().getOrDefault(peak, 0.0))).toList()));
      }
    }
    for (int i = 0; i < all.get(0).bandwidths().size(); i++) {
      int place = i;
      String name = all.get(0).bandwidths().get(i).place();
      List<Bandwidth> there = all.stream().map(c -> c.bandwidths().get(place)).toList();
      table.add(
          cells("reads from " + name + ", GB/s", there.stream().map(b -> giga(b.read())).toList()));
      table.add(
          cells(
              "copies in " + name + ", reads and writes, GB/s",
              there.stream().map(b -> giga(b.copy())).toList()));
    }
    return table;
  }

  /** Sums over what is alike. */
  static Table families(Rows rows) {
    Row whole = rows.whole();
    Table table =
        new Table(
            1,
            "what, pass",
            "ms",
            "of the step",
            "GFLOP",
            "MB",
            "GFLOP/s",
            "share of the roof",
            "lost, ms");
    for (Row row : rows.families()) {
      table.add(
          row.family() + (row.pass() == Pass.STEP ? "" : ", " + row.pass()),
          number("%.2f", row.millis()),
          percent(row.millis() / whole.millis()),
          number("%.2f", row.work().operations() / 1e9),
          number("%.0f", row.work().bytes() / 1e6),
          rate(row),
          share(row),
          number("%.2f", row.lostMillis()));
    }
    table.add(
        "the whole step",
        number("%.2f", whole.millis()),
        percent(1),
        number("%.2f", whole.work().operations() / 1e9),
        number("%.0f", whole.work().bytes() / 1e6),
        rate(whole),
        share(whole),
        number("%.2f", whole.lostMillis()));
    return table;
  }

  /** The rows that lose most. */
  static Table layers(Rows rows, int count) {
    Table table =
        new Table(
            4,
            "layer",
            "what",
            "shape",
            "pass",
            "ms",
            "FLOP/byte",
            "GFLOP/s",
            "share of the roof",
            "lost, ms");
    rows.byLoss().stream()
        .limit(count)
        .forEach(
            row ->
                table.add(
                    row.layer(),
                    row.family(),
                    row.shape(),
                    row.pass().toString(),
                    number("%.2f", row.millis()),
                    number("%.1f", row.work().intensity()),
                    rate(row),
                    share(row),
                    number("%.2f", row.lostMillis())));
    return table;
  }

  /** All rows, for programs. */
  static String csv(List<Ceilings> ceilings, List<Rows> all) {
    StringBuilder text = new StringBuilder(CSV_HEADER).append('\n');
    for (int i = 0; i < all.size(); i++) {
      int threads = ceilings.get(i).threads();
      for (Row row : all.get(i).byLoss()) {
        text.append(
            List.of(
                    Integer.toString(threads),
                    quoted(row.layer()),
                    quoted(row.family()),
                    quoted(row.shape()),
                    row.pass().toString(),
                    Double.toString(row.millis()),
                    Long.toString(row.work().operations()),
                    Long.toString(row.work().bytes()),
                    Double.toString(row.work().intensity()),
                    Double.toString(row.work().operations() / row.millis() / 1e6),
                    Double.toString(row.roofMillis()),
                    Double.toString(row.share()),
                    Double.toString(row.lostMillis()))
                .stream()
                .collect(Collectors.joining(",", "", "\n")));
      }
    }
    return text.toString();
  }

  private static String quoted(String text) {
    return '"' + text + '"';
  }

  private static String rate(Row row) {
    return row.work().operations() == 0
        ? ""
        : number("%.0f", row.work().operations() / row.millis() / 1e6);
  }

  private static String share(Row row) {
    return row.roofMillis() == 0 ? "" : percent(row.share());
  }

  private static String[] cells(String first, List<String> others) {
    return Stream.concat(Stream.of(first), others.stream()).toArray(String[]::new);
  }

  private static String giga(double rate) {
    return number("%.0f", rate / 1e9);
  }

  private static String percent(double part) {
    return number("%.0f %%", 100 * part);
  }

  private static String number(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }
}
