package io.bagoftricks.bench.libtorch.training;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** Loss, top-1 and top-5 of test images on hard labels. */
final class TestScores {
  private static final int TOP = 5;

  private TestScores() {}

  static ObjectNode of(Tensor logits, Images images) {
    int count = Math.toIntExact(logits.size(0));
    int classes = Math.toIntExact(logits.size(1));
    double[] z = numbers(logits);
    double[] logProbabilities = numbers(torch.log_softmax(logits, 1));
    double loss = 0;
    int top1 = 0;
    int top5 = 0;
    for (int row = 0; row < count; row++) {
      int label = images.label(row);
      loss -= logProbabilities[row * classes + label];
      int rank = rank(z, row * classes, classes, label);
      top1 += rank == 0 ? 1 : 0;
      top5 += rank < TOP ? 1 : 0;
    }
    return JsonNodeFactory.instance
        .objectNode()
        .put("loss", loss / count)
        .put("top1", (double) top1 / count)
        .put("top5", (double) top5 / count);
  }

  /** How many other classes have a logit that is at least as large. */
  static int rank(double[] logits, int from, int classes, int label) {
    int before = 0;
    for (int c = 0; c < classes; c++) {
      before += c != label && logits[from + c] >= logits[from + label] ? 1 : 0;
    }
    return before;
  }

  static double[] numbers(Tensor tensor) {
    double[] numbers = new double[Math.toIntExact(tensor.numel())];
    try (Tensor rowMajor = tensor.detach().contiguous();
        DoublePointer pointer = rowMajor.data_ptr_double()) {
      pointer.get(numbers);
    }
    return numbers;
  }
}
