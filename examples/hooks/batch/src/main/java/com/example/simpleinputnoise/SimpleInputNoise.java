package com.example.simpleinputnoise;

import io.bagoftricks.api.Batch;
import io.bagoftricks.api.BatchHook;
import io.bagoftricks.api.Slot;
import io.bagoftricks.api.Stage;
import io.bagoftricks.api.Uses;
import jakarta.inject.Inject;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Adds normal noise to the inputs of a batch. */
public final class SimpleInputNoise implements BatchHook {
  private final SimpleInputNoiseConfig config;

  /** Builds the trick from its settings. */
  @Inject
  public SimpleInputNoise(SimpleInputNoiseConfig config) {
    this.config = config;
  }

  @Override
  @Uses(adds = Slot.INPUT, stage = Stage.FILTER)
  public void onBatch(Batch batch) {
    INDArray inputs = batch.editInputs();
    float[] noise = new float[Math.toIntExact(inputs.length())];
    batch.draws().fillNormal(noise);
    try (INDArray drawn = Nd4j.createFromArray(noise);
        INDArray scaled = inputs.ulike()) {
      scaled.assign(drawn.reshape(inputs.shape()));
      inputs.addi(scaled.muli(config.deviation()));
    }
  }
}
