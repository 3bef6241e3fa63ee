package io.bagoftricks.engine.internal.split;

import io.bagoftricks.api.data.Dataset;
import io.bagoftricks.api.data.Picture;
import io.bagoftricks.api.data.StoredImage;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** Some of the images of a data set that others read too, in its order. */
public final class Subset implements Dataset {
  private final SharedDataset shared;
  private final Dataset all;
  private final int[] indices;
  private final AtomicBoolean closed = new AtomicBoolean();

  /** Some of the images, which it leaves when it is closed. */
  Subset(SharedDataset shared, int[] indices) {
    this.shared = shared;
    this.all = shared.images();
    this.indices = indices.clone();
  }

  @Override
  public int size() {
    return indices.length;
  }

  @Override
  public int label(int index) {
    return all.label(indices[index]);
  }

  @Override
  public Image read(int index) throws IOException {
    return all.read(indices[index]);
  }

  @Override
  public Optional<Picture> picture(int index) throws IOException {
    return all.picture(indices[index]);
  }

  @Override
  public Optional<StoredImage> stored(int index) throws IOException {
    return all.stored(indices[index]);
  }

  /** {@inheritDoc} Those of the data set that it comes from: nobody knows whose images they are. */
  @Override
  public List<String> faults() {
    return all.faults();
  }

  @Override
  public void close() {
    if (!closed.getAndSet(true)) {
      shared.leave();
    }
  }

  /** The index of an image in the data set that it comes from. */
  public int original(int index) {
    return indices[index];
  }
}
