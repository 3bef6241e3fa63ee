package io.bagoftricks.backends.onednn.internal.natives;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.bytedeco.dnnl.memory;
import org.bytedeco.javacpp.LongPointer;

/**
 * A layout of a convolution's weight in bf16 that dot products read: blocks in which two neighbors
 * of one axis lie beside each other, and behind them those of the next values of the other axis.
 *
 * @param outputs channels of the output
 * @param inputs channels of the input
 * @param positions of the window
 * @param ofInputs whether the pairs are of inputs, and not of outputs
 * @param width values of the other axis in a block
 * @param pairs in a block
 * @param widthStep values from a block to the next along the other axis
 * @param pairStep the same along the axis of the pairs
 * @param positionStep the same from a position to the next
 */
public record PairedWeight(
    int outputs,
    int inputs,
    int positions,
    boolean ofInputs,
    int width,
    int pairs,
    long widthStep,
    long pairStep,
    long positionStep) {
  private static final int OUTPUT = 0;
  private static final int INPUT = 1;
  private static final int HEIGHT = 2;
  private static final int WIDTH = 3;
  private static final int AXES = 4;
  // What the kernel does at a time.
  private static final int PAIRED_AT_ONCE = 32;
  private static final int OTHERS_AT_ONCE = 16;

  /**
   * How a descriptor's layout pairs values; empty where it does not, or where a part of a block
   * would be empty, or where there is no kernel for it on this processor.
   */
  public static Optional<PairedWeight> of(memory.desc desc) {
    if (!NativeKernels.pairsWeights()
        || desc.get_format_kind().intern() != memory.format_kind.blocked
        || desc.get_data_type().intern() != memory.data_type.bf16
        || desc.get_ndims() != AXES) {
      return Optional.empty();
    }
    List<Integer> shape = list(desc.get_dims(), AXES);
    List<Integer> steps = list(desc.get_strides(), AXES);
    int levels = desc.get_inner_nblks();
    List<Integer> blocks = list(desc.get_inner_blks(), levels);
    List<Integer> axes = list(desc.get_inner_idxs(), levels);
    boolean ofInputs =
        axes.equals(List.of(OUTPUT, INPUT)) || axes.equals(List.of(INPUT, OUTPUT, INPUT));
    boolean ofOutputs =
        axes.equals(List.of(INPUT, OUTPUT)) || axes.equals(List.of(OUTPUT, INPUT, OUTPUT));
    if ((!ofInputs && !ofOutputs) || blocks.get(levels - 1) != 2) {
      return Optional.empty();
    }
    int width = blocks.get(levels - 2);
    int pairs = levels == 3 ? blocks.get(0) : 1;
    int paired = ofInputs ? INPUT : OUTPUT;
    int other = ofInputs ? OUTPUT : INPUT;
    boolean isWhole =
        shape.get(paired) % Math.max(PAIRED_AT_ONCE, 2 * pairs) == 0
            && PAIRED_AT_ONCE % (2 * pairs) == 0
            && shape.get(other) % width == 0
            && width % OTHERS_AT_ONCE == 0;
    boolean isInOrder = steps.get(HEIGHT) == shape.get(WIDTH) * steps.get(WIDTH);
    if (!isWhole || !isInOrder) {
      return Optional.empty();
    }
    return Optional.of(
        new PairedWeight(
            shape.get(OUTPUT),
            shape.get(INPUT),
            shape.get(HEIGHT) * shape.get(WIDTH),
            ofInputs,
            width,
            pairs,
            steps.get(other),
            steps.get(paired),
            steps.get(WIDTH)));
  }

  private static List<Integer> list(LongPointer values, int count) {
    return IntStream.range(0, count).mapToObj(i -> Math.toIntExact(values.get(i))).toList();
  }

  /**
   * Writes a weight in this layout, rounded to the nearest, of two the even one.
   *
   * @param from address of the weight in 32 bits, in the order of ND4J arrays
   * @param to address of the copy, a multiple of 64
   */
  public void write(int threads, long from, long to) {
    NativeKernels.pairWeights(
        outputs,
        inputs,
        positions,
        ofInputs,
        width,
        pairs,
        widthStep,
        pairStep,
        positionStep,
        threads,
        from,
        to);
  }
}
