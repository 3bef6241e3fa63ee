package io.bagoftricks.bench.ceilings;

import io.bagoftricks.bench.ceilings.Team.Time;
import io.bagoftricks.bench.driver.Level;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Measures what this machine can do at most, at a level of instruction sets. */
final class MeasuredCeilings {
  private static final long LEAST_IN_MEMORY = 256L << 20;

  private final Level level;
  private final List<Peak> peaks;
  private final List<Cache> caches;

  /**
   * A machine.
   *
   * @param peaks that the processor has at the level
   * @param caches the nearest first
   */
  MeasuredCeilings(Level level, List<Peak> peaks, List<Cache> caches) {
    this.level = level;
    this.peaks = peaks;
    this.caches = caches;
  }

  /**
   * Measures with some threads.
   *
   * @param rounds how often; the best of each counts
   */
  Ceilings of(int threads, int rounds) {
    PeakLoops.load();
    if (peaks.contains(Peak.TILES) && !PeakLoops.enableTiles()) {
      throw new IllegalStateException("Linux does not let this process use tiles (AMX).");
    }
    return Stream.generate(() -> once(threads)).limit(rounds).reduce(Ceilings::best).orElseThrow();
  }

  private Ceilings once(int threads) {
    try (Team team = new Team(threads)) {
      Map<Peak, Double> rates = new EnumMap<>(Peak.class);
      for (Peak peak : peaks) {
        rates.put(peak, team.best(Time.PROCESSOR, Collections.nCopies(threads, peak.loop(level))));
      }
      return new Ceilings(threads, rates, bandwidths(team, threads));
    }
  }

  private List<Bandwidth> bandwidths(Team team, int threads) {
    List<Bandwidth> bandwidths = new ArrayList<>();
    for (Cache cache : caches) {
      // A cache of several processors is often that of others too.
      long part = cache.sharers() == 1 ? 2 : 4;
      long capacity = cache.capacity(threads);
      bandwidths.add(
          bandwidth(
              team,
              cache.sharers() == 1 ? Time.PROCESSOR : Time.WALL,
              "L" + cache.level(),
              capacity,
              capacity / part / threads));
    }
    long last = caches.isEmpty() ? 0 : caches.get(caches.size() - 1).capacity(threads);
    long large = Math.max(LEAST_IN_MEMORY, 4 * last);
    bandwidths.add(bandwidth(team, Time.WALL, "memory", Long.MAX_VALUE, large / threads));
    return bandwidths;
  }

  private Bandwidth bandwidth(Team team, Time time, String place, long capacity, long workingSet) {
    List<Room> rooms = Stream.generate(() -> new Room(workingSet)).limit(team.threads()).toList();
    Room.Touch read = Peak.isWide(level) ? PeakLoops::read512 : PeakLoops::read256;
    Room.Touch copy = Peak.isWide(level) ? PeakLoops::copy512 : PeakLoops::copy256;
    try {
      return new Bandwidth(
          place,
          capacity,
          workingSet,
          team.best(time, rooms.stream().map(room -> room.loop(read)).toList()),
          team.best(time, rooms.stream().map(room -> room.loop(copy)).toList()));
    } finally {
      rooms.forEach(Room::close);
    }
  }
}
