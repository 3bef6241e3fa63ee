package io.bagoftricks.engine;

import io.bagoftricks.engine.internal.checkpoint.CheckpointStore;
import io.bagoftricks.engine.plan.RunPlan;
import io.bagoftricks.engine.run.StopRequest;
import io.bagoftricks.engine.storage.Disk;
import io.bagoftricks.engine.train.TrainingListener;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * How a program trains.
 *
 * @param backend by its id; empty for the one that a run was started with, or the fastest
 * @param overrides of what changes no result, where a run goes on: {@code data.root=DIR}
 * @param from the checkpoint to go on from: {@code last}, {@code best} or the name of one
 * @param takesUp whether a run of the same recipe that is in the folder already is gone on with
 * @param stop looked at after each step
 * @param planned looks at the plan before anything is done, and may refuse it
 * @param listener is made once there is a run, and told how it goes
 * @param messages are told what happens, a line each
 * @param disk where runs are kept
 */
public record TrainingOptions(
    Optional<String> backend,
    List<String> overrides,
    Optional<String> from,
    boolean takesUp,
    StopRequest stop,
    Consumer<RunPlan> planned,
    ListenerMaker listener,
    Consumer<String> messages,
    Disk disk) {
  /** Makes who is told how a run goes. */
  public interface ListenerMaker {
    /**
     * Makes a listener.
     *
     * @throws IOException if it cannot open what it writes; nothing is trained then
     */
    TrainingListener listenTo(BegunRun run) throws IOException;
  }

  /** Copies the list. */
  public TrainingOptions {
    overrides = List.copyOf(overrides);
  }

  /** The fastest backend, nobody who listens, and a stop that nobody asks for. */
  public static TrainingOptions defaults() {
    return new TrainingOptions(
        Optional.empty(),
        List.of(),
        Optional.empty(),
        false,
        new StopRequest(),
        plan -> {},
        run -> new TrainingListener() {},
        message -> {},
        Disk.local());
  }

  /** The same with a backend. */
  public TrainingOptions withBackend(Optional<String> id) {
    return new TrainingOptions(
        id, overrides, from, takesUp, stop, planned, listener, messages, disk);
  }

  /**
   * The same with overrides of what changes no result, such as {@code data.root=DIR}: for {@code
   * resume} alone, since {@code start} takes a recipe that was read with them.
   */
  public TrainingOptions withOverrides(List<String> changed) {
    return new TrainingOptions(
        backend, changed, from, takesUp, stop, planned, listener, messages, disk);
  }

  /**
   * The same from another checkpoint: {@code last}, {@code best} or the name of one. {@code start}
   * takes it only together with {@link #takingUp}.
   */
  public TrainingOptions withFrom(Optional<String> checkpoint) {
    return new TrainingOptions(
        backend, overrides, checkpoint, takesUp, stop, planned, listener, messages, disk);
  }

  /** The same, and goes on with a run of the same recipe that is in the folder already. */
  public TrainingOptions takingUp(boolean whatIsThere) {
    return new TrainingOptions(
        backend, overrides, from, whatIsThere, stop, planned, listener, messages, disk);
  }

  /** The same with a wish that the run ends soon, which any thread may make. */
  public TrainingOptions withStop(StopRequest request) {
    return new TrainingOptions(
        backend, overrides, from, takesUp, request, planned, listener, messages, disk);
  }

  /** The same with somebody who looks at the plan first, and throws where it is not to be. */
  public TrainingOptions withPlanned(Consumer<RunPlan> look) {
    return new TrainingOptions(
        backend, overrides, from, takesUp, stop, look, listener, messages, disk);
  }

  /** The same with a listener. */
  public TrainingOptions withListener(ListenerMaker maker) {
    return new TrainingOptions(
        backend, overrides, from, takesUp, stop, planned, maker, messages, disk);
  }

  /** The same with somebody who is told what happens. */
  public TrainingOptions withMessages(Consumer<String> receiver) {
    return new TrainingOptions(
        backend, overrides, from, takesUp, stop, planned, listener, receiver, disk);
  }

  /** The same on another disk. */
  public TrainingOptions withDisk(Disk other) {
    return new TrainingOptions(
        backend, overrides, from, takesUp, stop, planned, listener, messages, other);
  }

  /** The checkpoint to go on from. */
  String checkpoint() {
    return from.orElse(CheckpointStore.LAST);
  }
}
