package io.bagoftricks.bench.libtorch;

/** Forward with running statistics; nothing is kept for a backward pass. */
final class InferenceStep implements Runnable {
  private final TorchNetwork network;
  private final SyntheticBatch batch;

  InferenceStep(TorchNetwork network, SyntheticBatch batch) {
    this.network = network;
    this.batch = batch;
  }

  @Override
  public void run() {
    Scope.freeing(
        () ->
            Scope.withoutGradients(
                () -> network.forward(batch.images(), false).sum().item_double()));
  }
}
