package io.bagoftricks.bench.driver;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The command lines of both sides.
 *
 * @param bench the folder {@code bench} of the checkout
 * @param tricks the launcher of our engine
 */
record Commands(Path bench, Path tricks) {
  private static final int TRIAL_ITERATIONS = 2;

  /** Our engine. */
  ProcessContestant ours(Case work, Effort effort) {
    List<String> command = new ArrayList<>();
    command.add(tricks.toString());
    command.add("bench");
    boolean half = work.type().isHalf();
    command.add(
        bench
            .resolve("recipes")
            .resolve(work.model() + (half ? "-16bit" : "") + ".json")
            .toString());
    if (half) {
      command.addAll(List.of("--set", "tricks.mixed-precision.type=" + work.type()));
    }
    command.addAll(List.of("--mode", work.mode().toString()));
    command.addAll(List.of("--batch", Integer.toString(work.batch())));
    command.addAll(List.of("--size", Integer.toString(work.size())));
    command.addAll(List.of("--steps", Integer.toString(effort.iterations())));
    command.addAll(effort.extra());
    return new ProcessContestant("ours " + work.type(), command, effort.environment());
  }

  /** The peer in one of its ways. */
  Contestant peer(Case work, Opponent opponent, Effort effort) {
    int usual = work.peer().iterations(effort.iterations());
    return peer(work, opponent, effort, effort.peerIterations().orElse(usual));
  }

  /** The peer for a few steps, to choose a way. */
  Contestant trial(Case work, Opponent opponent, Effort effort) {
    return peer(work, opponent, effort, TRIAL_ITERATIONS);
  }

  private Contestant peer(Case work, Opponent opponent, Effort effort, int iterations) {
    Peer peer = work.peer();
    if (peer == Peer.OURS) {
      return ours(work.in(opponent.type()), effort.of(iterations));
    }
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // JavaCPP's limits are for programs that leave freeing to the collector.
    command.addAll(
        List.of(
            "-Xmx2g",
            "-Dorg.bytedeco.javacpp.maxphysicalbytes=0",
            "-Dorg.bytedeco.javacpp.maxbytes=0"));
    if (peer == Peer.DL4J) {
      command.add(
          "-Dorg.bytedeco.javacpp.platform.extension=" + Processor.ofThisMachine().nativeBuild());
    }
    command.addAll(List.of("-cp", classPath(peer), peer.mainClass()));
    command.addAll(List.of("--model", work.model().toString()));
    command.addAll(List.of("--mode", work.mode().toString()));
    if (peer == Peer.LIBTORCH) {
      command.addAll(List.of("--type", opponent.type().toString()));
      command.addAll(List.of("--layout", String.valueOf(opponent.layout())));
    }
    command.addAll(List.of("--batch", Integer.toString(work.batch())));
    command.addAll(List.of("--size", Integer.toString(work.size())));
    command.addAll(List.of("--warm-up", Integer.toString(peer.warmUp())));
    command.addAll(List.of("--iterations", Integer.toString(iterations)));
    return new ProcessContestant(peer + " " + opponent, command, effort.environment());
  }

  private String classPath(Peer peer) {
    Path target = bench.resolve(peer.toString()).resolve("target");
    try {
      return target.resolve("classes") + ":" + Files.readString(target.resolve("classpath"));
    } catch (IOException e) {
      throw new UncheckedIOException(
          "%s is not built. Start this through bench/compare.".formatted(peer), e);
    }
  }
}
