package io.bagoftricks.bench.photographs;

import io.bagoftricks.api.data.DataSource;
import io.bagoftricks.backends.spi.Backend;
import io.bagoftricks.engine.backend.BackendRegistry;
import io.bagoftricks.engine.images.pack.PackOptions;
import io.bagoftricks.engine.images.pack.Packing;
import io.bagoftricks.engine.images.source.DataPath;
import io.bagoftricks.engine.storage.Disk;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Pairs of measurements in turn, and the medians of their ratios, as a table. */
public final class InputBench {
  private static final int SMALL = 448;
  private static final int LARGE = 80;
  private static final int ROUNDS = 9;
  private static final int TRAINING_ROUNDS = 5;
  private static final long WARM_UP = 5_000_000_000L;
  private static final int STEPS = 10;
  private static final int SIDE = 128;
  private static final int LARGE_SIDE = 224;
  private static final Optional<Integer> SHORT_SIDE = Optional.of(256);
  private static final int[] REDUCTIONS = {2, 4, 8};
  private static final String[] PACK_ROWS = {
    "all pixels of a pack of pixels; of files",
    "all pixels of a pack of files; of files",
    "the first, of a pack of pixels; of files",
    "1600 x 1200 to 224, of a pack of 256; of files",
    "1600 x 1200 to 224, of a pack of 256, pixels; of files"
  };

  private final PrintStream out = System.out;
  private final Path folder;
  private final Path peer;
  private int packs;

  private InputBench(Path folder, Path peer) {
    this.folder = folder;
    this.peer = peer;
  }

  private interface Rate {
    double measure() throws Exception;
  }

  /**
   * Measures.
   *
   * @param arguments the peer's program, a zip file with a folder {@code train} of photographs, and
   *     perhaps which rows: a part of their names
   */
  public static void main(String[] arguments) throws Exception {
    if (arguments.length < 2 || !Files.isRegularFile(Path.of(arguments[1]))) {
      System.err.println("usage: bench/input ZIP [ROW]; the zip file has photographs in train/");
      System.exit(2);
    }
    Path made = Files.createTempDirectory("photographs");
    try {
      Photographs.unpack(Path.of(arguments[1]), made.resolve("small"), SMALL);
      List<Path> small = Photographs.jpegs(made.resolve("small"));
      Photographs.makeLarge(small, made.resolve("large"), LARGE, 200);
      Photographs.makeLarge(small, made.resolve("soft"), LARGE, 400);
      new InputBench(made, Path.of(arguments[0])).table(arguments.length > 2 ? arguments[2] : "");
    } finally {
      Photographs.delete(made);
    }
  }

  private void table(String rows) throws Exception {
    int cores = Runtime.getRuntime().availableProcessors();
    out.printf(Locale.ROOT, "%s, %d threads usable%n", processor(), cores);
    Path small = folder.resolve("small");
    Path large = folder.resolve("large");
    List<Path> files = Photographs.jpegs(small);
    List<Path> largeFiles = Photographs.jpegs(large);
    out.printf(
        Locale.ROOT,
        "| %-52s | ours | peer | ratio | lower and upper quartile | load |%n",
        "images per second");
    out.println("|---|---|---|---|---|---|");
    OurInput plain = OurInput.of(small, SIDE, Jitter.NONE);
    OurInput color = OurInput.of(small, SIDE, Jitter.GLUONCV);
    OpenCvPeer openCv = new OpenCvPeer(SIDE, Jitter.NONE);
    OpenCvPeer openCvColor = new OpenCvPeer(SIDE, Jitter.GLUONCV);
    OurInput reduced = OurInput.of(large, LARGE_SIDE, Jitter.NONE);
    OurInput whole = reduced.decodedWhole();
    row(rows, "crop, flip, normalize; OpenCV", () -> plain.rate(1), () -> openCv.rate(files));
    row(rows, "and jitter, PCA; OpenCV", () -> color.rate(1), () -> openCvColor.rate(files));
    OurInput hsb = OurInput.of(small, SIDE, Jitter.PAPER);
    OpenCvPeer openCvHsv = new OpenCvPeer(SIDE, Jitter.PAPER);
    row(
        rows,
        "and the paper's jitter, PCA; OpenCV",
        () -> hsb.rate(1),
        () -> openCvHsv.rate(files));
    OurInput allRows = plain.withAllRows();
    row(rows, "the first; all rows decoded", () -> plain.rate(1), () -> allRows.rate(1));
    row(
        rows,
        "the first on all cores; Pillow",
        () -> plain.rate(cores),
        () -> pillow(small, cores));
    row(rows, "1600 x 1200 to 224; decoded whole", () -> reduced.rate(1), () -> whole.rate(1));
    OurInput reducedRows = reduced.withAllRows();
    row(
        rows,
        "1600 x 1200 to 224; all rows decoded",
        () -> reduced.rate(1),
        () -> reducedRows.rate(1));
    OurInput softReduced = OurInput.of(folder.resolve("soft"), LARGE_SIDE, Jitter.NONE);
    OurInput softWhole = softReduced.decodedWhole();
    row(
        rows,
        "3200 x 2400 to 224; decoded whole",
        () -> softReduced.rate(1),
        () -> softWhole.rate(1));
    row(
        rows,
        "1600 x 1200 to 224; OpenCV",
        () -> reduced.rate(1),
        () -> new OpenCvPeer(LARGE_SIDE, Jitter.NONE).rate(largeFiles));
    row(rows, "decoding alone; ImageIO", () -> Decoders.ours(files), () -> Decoders.imageIo(files));
    for (int reduction : REDUCTIONS) {
      row(
          rows,
          "decoding alone, 1600 x 1200 reduced by " + reduction + "; whole",
          () -> Decoders.reduced(largeFiles, reduction),
          () -> Decoders.ours(largeFiles));
    }
    packs(rows, plain, reduced);
    training(rows, small);
    out.printf(
        Locale.ROOT,
        "bytes of the heap per image: %.0f, with jitter and PCA %.0f%n",
        plain.bytesPerImage(),
        color.bytesPerImage());
  }

  private void packs(String rows, OurInput plain, OurInput large) throws Exception {
    if (Stream.of(PACK_ROWS).noneMatch(name -> name.contains(rows))) {
      return;
    }
    OurInput files = pack("small", PackOptions.lossless(), SIDE);
    OurInput pixels = pack("small", PackOptions.ofPixels(), SIDE);
    OurInput smaller =
        pack("large", new PackOptions(SHORT_SIDE, Optional.empty(), false), LARGE_SIDE);
    OurInput smallerPixels =
        pack("large", new PackOptions(SHORT_SIDE, Optional.empty(), true), LARGE_SIDE);
    row(rows, PACK_ROWS[0], pixels::pixelRate, plain::pixelRate);
    row(rows, PACK_ROWS[1], files::pixelRate, plain::pixelRate);
    row(rows, PACK_ROWS[2], () -> pixels.rate(1), () -> plain.rate(1));
    row(rows, PACK_ROWS[3], () -> smaller.rate(1), () -> large.rate(1));
    row(rows, PACK_ROWS[4], () -> smallerPixels.rate(1), () -> large.rate(1));
  }

  private OurInput pack(String photographs, PackOptions options, int side) throws IOException {
    Path pack = folder.resolve(packs++ + ".pack");
    DataSource source = DataPath.of(folder.resolve(photographs).toString());
    Packing.pack(Disk.local(), source, pack, options, count -> {});
    return OurInput.ofPack(pack, side);
  }

  private void training(String rows, Path small) throws Exception {
    if (!"training".contains(rows)) {
      return;
    }
    Backend backend =
        BackendRegistry.of(InputBench.class.getClassLoader()).open(Optional.empty(), message -> {});
    try (TrainingPair pair = new TrainingPair(OurInput.plan(small, SIDE, Jitter.NONE), backend)) {
      pair.cached(1);
      row(
          "training of ResNet-18-D; one cached batch",
          () -> pair.fromFiles(STEPS),
          () -> pair.cached(STEPS),
          TRAINING_ROUNDS);
    }
  }

  /** The compiler of Java takes seconds until it is done with code. */
  private static void warmUp(Rate rate) throws Exception {
    long start = System.nanoTime();
    while (System.nanoTime() - start < WARM_UP) {
      double unused = rate.measure();
    }
  }

  private void row(String rows, String name, Rate ours, Rate peer) throws Exception {
    if (name.contains(rows)) {
      warmUp(ours);
      warmUp(peer);
      row(name, ours, peer, ROUNDS);
    }
  }

  private void row(String name, Rate ours, Rate peer, int rounds) throws Exception {
    List<Double> mine = new ArrayList<>();
    List<Double> theirs = new ArrayList<>();
    List<Double> ratios = new ArrayList<>();
    for (int i = 0; i < rounds; i++) {
      boolean first = i % 2 == 0;
      double before = first ? ours.measure() : peer.measure();
      double after = first ? peer.measure() : ours.measure();
      mine.add(first ? before : after);
      theirs.add(first ? after : before);
      ratios.add(mine.get(i) / theirs.get(i));
    }
    out.printf(
        Locale.ROOT,
        "| %-52s | %.0f | %.0f | %.2f | %.2f to %.2f | %.1f |%n",
        name,
        quantile(mine, 0.5),
        quantile(theirs, 0.5),
        quantile(ratios, 0.5),
        quantile(ratios, 0.25),
        quantile(ratios, 0.75),
        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
  }

  private double pillow(Path small, int processes) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                "/usr/bin/python3",
                peer.toString(),
                small.toString(),
                Integer.toString(SMALL),
                Integer.toString(SIDE),
                Integer.toString(processes))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException("Pillow's program failed. Install python3-pil and python3-numpy.");
    }
    return Double.parseDouble(said.strip());
  }

  private static double quantile(List<Double> values, double part) {
    return values.stream().sorted().toList().get((int) Math.round(part * (values.size() - 1)));
  }

  private static String processor() throws IOException {
    Path info = Path.of("/proc/cpuinfo");
    return !Files.isReadable(info)
        ? System.getProperty("os.arch")
        : Files.readAllLines(info).stream()
            .filter(line -> line.startsWith("model name"))
            .map(line -> line.substring(line.indexOf(':') + 2))
            .findFirst()
            .orElse("a processor without a name");
  }
}
