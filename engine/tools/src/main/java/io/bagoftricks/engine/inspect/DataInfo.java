package io.bagoftricks.engine.inspect;

import io.bagoftricks.api.data.DataFacts;
import io.bagoftricks.api.data.DataSource;
import io.bagoftricks.api.data.Dataset;
import io.bagoftricks.api.data.Split;
import io.bagoftricks.engine.images.ImageDecoder;
import io.bagoftricks.engine.images.ImageRules;
import io.bagoftricks.engine.inspect.ImageLook.Hash;
import io.bagoftricks.engine.inspect.ImageLook.Pixels;
import io.bagoftricks.engine.internal.split.KnownSource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * The contents of data: counts, sizes, statistics.
 *
 * @param classes their names, in the order of labels
 * @param splits those that have images
 * @param formats how many files there are of each format; empty where images are not files
 * @param channels that a network receives
 * @param gray how many images have equal channels
 * @param mean of each channel of the images to train on, on the scale 0 to 255; every image has the
 *     same weight, whatever its size
 * @param standardDeviation of each channel, likewise
 * @param duplicates images with the same pixels
 * @param unreadable files that are not images, each with the reason
 * @param unusedFolders of images beside those of the splits
 */
public record DataInfo(
    List<String> classes,
    List<SplitInfo> splits,
    LengthRange width,
    LengthRange height,
    Map<String, Long> formats,
    int channels,
    long gray,
    List<Double> mean,
    List<Double> standardDeviation,
    List<Duplicate> duplicates,
    List<String> unreadable,
    List<String> unusedFolders) {
  /** Copies the lists and the map. */
  public DataInfo {
    classes = List.copyOf(classes);
    splits = List.copyOf(splits);
    formats = Collections.unmodifiableMap(new TreeMap<>(formats));
    mean = List.copyOf(mean);
    standardDeviation = List.copyOf(standardDeviation);
    duplicates = List.copyOf(duplicates);
    unreadable = List.copyOf(unreadable);
    unusedFolders = List.copyOf(unusedFolders);
  }

  /**
   * Looks at every image, with as many threads as there are processors.
   *
   * @param progress is told after each image, by these threads
   * @throws IOException if the data are not there or cannot be opened
   */
  public static DataInfo of(DataSource source, Runnable progress) throws IOException {
    DataFacts facts = source.facts();
    ImageDecoder decoder = new ImageDecoder(facts.image().channels(), ImageRules.defaults());
    List<SplitInfo> splits = new ArrayList<>();
    List<ImageLook> looks = new ArrayList<>();
    Set<String> unreadable = new LinkedHashSet<>();
    for (Split split : Split.values()) {
      if (facts.examples(split) == 0) {
        continue;
      }
      List<ImageLook> all;
      try (Dataset images = source.open(split)) {
        unreadable.addAll(images.faults());
        all =
            IntStream.range(0, images.size())
                .parallel()
                .mapToObj(
                    i -> {
                      ImageLook look = ImageLook.of(split, images, i, decoder);
                      progress.run();
                      return look;
                    })
                .toList();
      }
      looks.addAll(all);
      long[] perClass = new long[facts.classes()];
      all.forEach(look -> perClass[look.label()]++);
      splits.add(
          new SplitInfo(
              SplitInfo.name(split),
              all.size(),
              IntStream.range(0, perClass.length).mapToObj(c -> perClass[c]).toList()));
    }
    looks.stream()
        .filter(look -> look.pixels().isEmpty())
        .forEach(look -> unreadable.add(look.name() + ": " + look.fault()));
    return of(source, splits, looks, facts.image().channels(), unreadable);
  }

  private static DataInfo of(
      DataSource source,
      List<SplitInfo> splits,
      List<ImageLook> looks,
      int channels,
      Set<String> unreadable)
      throws IOException {
    List<String> classes = source.labelNames();
    List<Pixels> all = looks.stream().flatMap(look -> look.pixels().stream()).toList();
    List<Pixels> train =
        looks.stream()
            .filter(look -> look.split() == Split.TRAIN)
            .flatMap(look -> look.pixels().stream())
            .toList();
    Map<String, Long> formats = new TreeMap<>();
    all.stream()
        .map(Pixels::format)
        .filter(format -> !format.isEmpty())
        .forEach(format -> formats.merge(format, 1L, Long::sum));
    List<Double> mean = new ArrayList<>();
    List<Double> deviation = new ArrayList<>();
    for (int c = 0; c < channels && !train.isEmpty(); c++) {
      int channel = c;
      double m = train.stream().mapToDouble(p -> p.mean().get(channel)).average().orElseThrow();
      double square =
          train.stream().mapToDouble(p -> p.meanSquare().get(channel)).average().orElseThrow();
      mean.add(m);
      deviation.add(Math.sqrt(Math.max(0, square - m * m)));
    }
    return new DataInfo(
        classes,
        splits,
        LengthRange.of(all.stream().mapToInt(p -> p.size().width()).toArray()),
        LengthRange.of(all.stream().mapToInt(p -> p.size().height()).toArray()),
        formats,
        channels,
        all.stream().filter(Pixels::gray).count(),
        mean,
        deviation,
        duplicates(looks, classes),
        List.copyOf(unreadable),
        KnownSource.of(source).unusedFolders());
  }

  private static List<Duplicate> duplicates(List<ImageLook> looks, List<String> classes) {
    Map<Hash, List<ImageLook>> same = new LinkedHashMap<>();
    for (ImageLook look : looks) {
      look.pixels()
          .ifPresent(p -> same.computeIfAbsent(p.hash(), h -> new ArrayList<>(1)).add(look));
    }
    return same.values().stream()
        .filter(group -> group.size() > 1)
        .map(
            group ->
                new Duplicate(
                    group.stream()
                        .map(
                            look ->
                                new Duplicate.Place(
                                    SplitInfo.name(look.split()),
                                    look.name(),
                                    classes.get(look.label())))
                        .toList()))
        .toList();
  }

  /** How many images of the first of two splits are in the second too. */
  public long leaked(String judged, String learned) {
    return duplicates.stream()
        .filter(one -> one.images().stream().anyMatch(place -> place.split().equals(learned)))
        .flatMap(one -> one.images().stream())
        .filter(place -> place.split().equals(judged))
        .count();
  }
}
