package io.bagoftricks.bench.libtorch;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** Forward, cross-entropy, backward and update. */
final class TrainingStep implements Runnable {
  private static final double RATE = 1e-3;
  private static final double MOMENTUM = 0.9;
  private static final double WEIGHT_DECAY = 1e-4;

  private final TorchNetwork network;
  private final SyntheticBatch batch;
  private final NagUpdate update;

  TrainingStep(TorchNetwork network, SyntheticBatch batch) {
    this.network = network;
    this.batch = batch;
    this.update = new NagUpdate(network.parameters(), MOMENTUM, name -> WEIGHT_DECAY);
  }

  @Override
  public void run() {
    Scope.freeing(
        () -> {
          Tensor logits = network.forward(batch.images(), true);
          torch.cross_entropy_loss(logits, batch.labels()).backward();
          update.step(RATE);
        });
  }
}
