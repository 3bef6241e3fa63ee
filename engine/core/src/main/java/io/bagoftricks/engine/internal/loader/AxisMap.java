package io.bagoftricks.engine.internal.loader;

/**
 * Where the pixels of a recorded image come from, along one axis. Crops and flips compose into one
 * such map; positions are continuous, pixel {@code i} covers {@code [i, i + 1]}.
 *
 * @param start the source position of the output's edge
 * @param scale source pixels an output pixel
 * @param length output pixels
 * @param flipped whether the output is mirrored after all of this
 * @param tiesBelow whether a position between two pixels is nearest to the lower one
 * @param touched the source pixels that the last resizing crop covers: at its edge they repeat
 * @param visible the source pixels that crops before it have left: others are zero
 * @param kept the source positions that crops after it have left: output beyond is zero
 */
record AxisMap(
    double start,
    double scale,
    int length,
    boolean flipped,
    boolean tiesBelow,
    Range touched,
    Range visible,
    Interval kept) {
  /** Absorbs the rounding of composed positions, so that whole pixels stay whole. */
  private static final double ROUNDING = 1e-6;

  /** Positions between two. */
  record Interval(double from, double to) {
    static final Interval EVERYWHERE =
        new Interval(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);

    Interval intersect(Interval other) {
      return new Interval(Math.max(from, other.from), Math.min(to, other.to));
    }

    boolean contains(double position) {
      return position >= from && position <= to;
    }

    /** The pixels that it covers at least in part. */
    Range pixels() {
      return new Range((int) Math.floor(from + ROUNDING), (int) (Math.ceil(to - ROUNDING) - 1));
    }
  }

  /** Pixels from a first to a last one, both included; none where the last is before the first. */
  record Range(int first, int last) {
    Range intersect(Range other) {
      return new Range(Math.max(first, other.first), Math.min(last, other.last));
    }

    int clamp(int pixel) {
      return Math.max(first, Math.min(last, pixel));
    }

    boolean contains(int pixel) {
      return pixel >= first && pixel <= last;
    }
  }

  /**
   * The source pixels of each output pixel.
   *
   * @param lower a source pixel, or -1 for zero
   * @param upper the next one, or -1 for zero
   * @param weight of {@code upper}; {@code lower} has the rest
   */
  @SuppressWarnings("ArrayRecordComponent") // tables for one loop, never compared
  record Taps(int[] lower, int[] upper, float[] weight) {
    /** The pixels that it takes; none where all are zero. */
    Range range() {
      int first = Integer.MAX_VALUE;
      int last = -1;
      for (int i = 0; i < lower.length; i++) {
        first = lower[i] < 0 ? first : Math.min(first, lower[i]);
        first = upper[i] < 0 ? first : Math.min(first, upper[i]);
        last = Math.max(last, Math.max(lower[i], upper[i]));
      }
      return new Range(first, last);
    }

    /** The same of a source whose first pixels are not there. */
    Taps from(int pixel) {
      for (int i = 0; i < lower.length; i++) {
        lower[i] = lower[i] < 0 ? -1 : lower[i] - pixel;
        upper[i] = upper[i] < 0 ? -1 : upper[i] - pixel;
      }
      return this;
    }
  }

  /** An axis as it is. */
  static AxisMap identity(int length) {
    Range all = new Range(0, length - 1);
    return new AxisMap(0, 1, length, false, false, all, all, Interval.EVERYWHERE);
  }

  /** Cuts a stretch of the output out and resizes it. */
  AxisMap crop(double from, double extent, int to) {
    double newStart = start + scale * (flipped ? length - from - extent : from);
    Interval output = kept.intersect(new Interval(start, start + scale * length));
    if (keepsPixels(from, extent, to)) {
      return new AxisMap(newStart, scale, to, flipped, tiesBelow, touched, visible, output);
    }
    double covered = scale * extent;
    return new AxisMap(
        newStart,
        covered / to,
        to,
        flipped,
        flipped,
        new Interval(newStart, newStart + covered).pixels(),
        visible.intersect(output.pixels()),
        Interval.EVERYWHERE);
  }

  /** Whether a source of so many pixels is resized without zeros around or in it. */
  boolean isUnpadded(int sourceLength) {
    Range all = new Range(0, sourceLength - 1);
    return visible.equals(all) && touched.intersect(all).equals(touched);
  }

  /**
   * The same output from a reduced source, where this is unpadded.
   *
   * @param reduction pixels of this source that each of the other covers
   * @param edge where the other begins in this one
   * @param sourceLength pixels of the other
   */
  AxisMap reduced(int reduction, int edge, int sourceLength) {
    Range all = new Range(0, sourceLength - 1);
    Range other =
        new Range(
            Math.floorDiv(touched.first - edge, reduction),
            Math.floorDiv(touched.last - edge, reduction));
    return new AxisMap(
        (start - edge) / reduction,
        scale / reduction,
        length,
        flipped,
        tiesBelow,
        other.intersect(all),
        all,
        new Interval((kept.from - edge) / reduction, (kept.to - edge) / reduction));
  }

  /** Mirrors the output. */
  AxisMap flip() {
    return new AxisMap(start, scale, length, !flipped, tiesBelow, touched, visible, kept);
  }

  /** Whether a crop leaves every pixel whole, so that no filter matters. */
  static boolean keepsPixels(double from, double extent, int to) {
    return from == Math.rint(from) && extent == to;
  }

  /** Whether the output is the source. */
  boolean isIdentity(int sourceLength) {
    return start == 0
        && scale == 1
        && length == sourceLength
        && !flipped
        && visible.equals(new Range(0, sourceLength - 1))
        && kept.contains(0)
        && kept.contains(sourceLength);
  }

  /** One source pixel each. */
  Taps nearest(WorkerBuffers buffers) {
    Taps taps = taps(buffers);
    for (int i = 0; i < length; i++) {
      double position = position(i);
      int pixel =
          (int) (tiesBelow ? Math.ceil(position - ROUNDING) - 1 : Math.floor(position + ROUNDING));
      taps.lower[i] = source(pixel, position);
      taps.upper[i] = taps.lower[i];
    }
    return taps;
  }

  /** Two source pixels each, weighted by how near their centers are. */
  Taps bilinear(WorkerBuffers buffers) {
    Taps taps = taps(buffers);
    for (int i = 0; i < length; i++) {
      double position = position(i);
      int below = (int) Math.floor(position - 0.5);
      taps.lower[i] = source(below, position);
      taps.upper[i] = source(below + 1, position);
      taps.weight[i] = (float) (position - 0.5 - below);
    }
    return taps;
  }

  private Taps taps(WorkerBuffers buffers) {
    return new Taps(buffers.ints(length), buffers.ints(length), buffers.floats(length));
  }

  /**
   * As many source pixels each as the kernel covers, and where the image shrinks the stretched
   * kernel; their weights sum to one, those of pixels that crops have taken away included. Which
   * pixels those are is Pillow's rule.
   */
  AxisWindows windows(Kernel kernel, WorkerBuffers buffers) {
    double stretch = Math.max(1, scale);
    double support = kernel.radius() * stretch;
    int room = 2 * (int) Math.ceil(support) + 1;
    int[] first = buffers.ints(length);
    int[] count = buffers.ints(length);
    int[] offset = buffers.ints(length);
    float[] weights = buffers.floats(Math.multiplyExact(room, length));
    double[] raw = new double[room];
    int next = 0;
    for (int i = 0; i < length; i++) {
      double center = position(i);
      offset[i] = next;
      if (!kept.contains(center)) {
        continue;
      }
      int from = touched.clamp((int) Math.floor(center - support + 0.5));
      int to = touched.clamp((int) Math.floor(center + support + 0.5) - 1);
      double sum = 0;
      for (int pixel = from; pixel <= to; pixel++) {
        raw[pixel - from] = kernel.at(Math.abs(pixel + 0.5 - center) / stretch);
        sum += raw[pixel - from];
      }
      int seen = Math.max(visible.first, from);
      int last = Math.min(visible.last, to);
      first[i] = seen;
      count[i] = Math.max(0, last - seen + 1);
      for (int pixel = seen; pixel <= last; pixel++) {
        weights[next++] = (float) (raw[pixel - from] / sum);
      }
    }
    return new AxisWindows(first, count, offset, weights);
  }

  /** Where a position of the output lies in the source; NaN where crops have taken it away. */
  double sourceOf(double output) {
    double position = start + scale * (flipped ? length - output : output);
    boolean seen = kept.contains(position) && visible.contains((int) Math.floor(position));
    return seen ? position : Double.NaN;
  }

  private double position(int output) {
    int unflipped = flipped ? length - 1 - output : output;
    return start + scale * (unflipped + 0.5);
  }

  private int source(int pixel, double position) {
    int clamped = touched.clamp(pixel);
    return kept.contains(position) && visible.contains(clamped) ? clamped : -1;
  }
}
