package io.bagoftricks.backends.onednn;

import io.bagoftricks.api.network.Network;
import io.bagoftricks.api.network.Precision;
import io.bagoftricks.backends.onednn.internal.natives.Device;
import io.bagoftricks.backends.onednn.internal.natives.Formats;
import io.bagoftricks.backends.onednn.internal.natives.NativeTypes;
import io.bagoftricks.backends.onednn.internal.natives.Tuning;
import io.bagoftricks.backends.onednn.internal.plan.Assembler;
import io.bagoftricks.backends.onednn.internal.plan.OneDnnWeights;
import io.bagoftricks.backends.spi.Backend;
import io.bagoftricks.backends.spi.InsufficientMemoryException;
import io.bagoftricks.backends.spi.NativeCode;
import io.bagoftricks.backends.spi.Plan;
import io.bagoftricks.backends.spi.PlanChecks;
import io.bagoftricks.backends.spi.PlanSpec;
import io.bagoftricks.backends.spi.Weights;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Runs networks with oneDNN. Masters, gradients and statistics have 32 bits. */
public final class OneDnnBackend implements Backend {
  static final String ID = "onednn";

  private static final Set<Precision> PRECISIONS =
      Collections.unmodifiableSet(
          EnumSet.of(Precision.FLOAT, Precision.BFLOAT16, Precision.FLOAT16));
  private static final double MEGABYTE = 1 << 20;

  private final Device device;
  private final Function<Precision, Tuning> tuning;
  private final UnaryOperator<Precision> stored;
  private final String description;

  public OneDnnBackend(int threads) {
    this(threads, null);
  }

  /**
   * A backend with choices of one's own, which stores activations as it is asked to.
   *
   * @param chosen without it what is best here
   */
  public OneDnnBackend(int threads, @Nullable Tuning chosen) {
    Device opened = new Device(threads);
    this.device = opened;
    this.tuning = precision -> chosen != null ? chosen : Tuning.of(precision, opened);
    this.stored =
        precision ->
            chosen != null ? precision : NativeTypes.stored(precision, opened.hasLongVectors());
    this.description =
        String.format(
            Locale.ROOT,
            "oneDNN %s, %s, %d threads%s",
            Device.version(),
            Device.instructionSet(),
            threads,
            tuning.apply(stored(Precision.BFLOAT16)).wide() ? ", bf16 multiplied in 32 bits" : "");
  }

  @Override
  public String id() {
    return ID;
  }

  @Override
  public String description() {
    return description;
  }

  @Override
  public List<NativeCode> nativeCode() {
    return List.of(device.kernels());
  }

  @Override
  public Set<Precision> precisions() {
    return PRECISIONS;
  }

  @Override
  public Precision stored(Precision precision) {
    return stored.apply(precision);
  }

  @Override
  public Optional<String> remark(Precision precision) {
    return NativeTypes.remark(precision, stored(precision));
  }

  @Override
  public Weights allocate(Network network, Precision masters) {
    if (masters != Precision.FLOAT) {
      throw new IllegalArgumentException(
          "Backend '%s' keeps masters in %s, not in %s.".formatted(ID, Precision.FLOAT, masters));
    }
    return new OneDnnWeights(network, device.arithmetic());
  }

  @Override
  public Plan plan(Weights weights, PlanSpec spec) {
    if (!(weights instanceof OneDnnWeights own)) {
      throw new IllegalArgumentException(
          "These weights are not of backend '%s' but %s. Allocate them with the backend that plans."
              .formatted(ID, weights.getClass().getName()));
    }
    if (!PRECISIONS.contains(spec.precision())) {
      throw new IllegalArgumentException(
          "Backend '%s' has no precision %s. It has %s."
              .formatted(ID, spec.precision(), PRECISIONS));
    }
    PlanChecks checks = new PlanChecks(own.network(), spec, own.type());
    long available = MemoryLimit.available();
    Program program = null;
    try {
      program = program(own, spec, available);
      if (program.bytes() > available) {
        throw tooLarge(own, spec, program.bytes(), available);
      }
      program.allocate();
      return new OneDnnPlan(own, spec, checks, program);
    } catch (OutOfMemoryError e) {
      long bytes = program == null ? Long.MAX_VALUE : program.bytes();
      close(program);
      throw tooLarge(own, spec, bytes, available);
    } catch (RuntimeException e) {
      close(program);
      throw e;
    }
  }

  private static void close(@Nullable Program program) {
    if (program != null) {
      program.close();
    }
  }

  /**
   * A program that has no memory yet, but for the arrays that it hands out.
   *
   * @throws OutOfMemoryError if these take more than is available
   */
  private Program program(OneDnnWeights weights, PlanSpec spec, long available) {
    Precision storedAs = stored(spec.precision());
    Formats formats = new Formats(storedAs, tuning.apply(storedAs));
    return new Program(new Assembler(device, formats), weights, spec, available);
  }

  /** The bytes of a plan; more than there are where not even its arrays could be made. */
  private long bytes(OneDnnWeights weights, PlanSpec spec, long available) {
    try (Program program = program(weights, spec, available)) {
      return program.bytes();
    } catch (OutOfMemoryError e) {
      return Long.MAX_VALUE;
    }
  }

  private static String taken(long bytes, long available) {
    if (bytes == Long.MAX_VALUE) {
      return String.format(
          Locale.ROOT, "more than the %.0f MB that are free", available / MEGABYTE);
    }
    return String.format(
        Locale.ROOT,
        bytes > available
            ? "%.0f MB, but only %.0f MB are free"
            : "%.0f MB, which the system does not give, though %.0f MB are free: this process may be limited (ulimit -v, vm.overcommit_memory, org.bytedeco.javacpp.maxphysicalbytes)",
        bytes / MEGABYTE,
        available / MEGABYTE);
  }

  private InsufficientMemoryException tooLarge(
      OneDnnWeights weights, PlanSpec spec, long bytes, long available) {
    // What could not be had does not fit, however much is said to be free.
    long most = Math.min(available, bytes - 1);
    int fits = spec.batch();
    long needed = bytes;
    while (fits > 1 && needed > most) {
      fits /= 2;
      needed = bytes(weights, spec.withBatch(fits), available);
    }
    String advice =
        needed <= most
            ? String.format(
                Locale.ROOT, "A micro-batch of %d fits: set training.microBatch to %d.", fits, fits)
            : "Not even one image fits: use smaller images or a smaller model.";
    return new InsufficientMemoryException(
        String.format(
            Locale.ROOT,
            "A plan for %s at batch %d of %s in %s takes %s. %s",
            spec.phase(),
            spec.batch(),
            spec.input(),
            stored(spec.precision()),
            taken(bytes, available),
            advice));
  }
}
