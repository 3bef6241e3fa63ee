package io.bagoftricks.engine.internal.split;

import io.bagoftricks.api.data.Dataset;

/** A data set that is closed when the last of its users has left. */
final class SharedDataset {
  private final Dataset images;
  private int users;
  private boolean closed;

  SharedDataset(Dataset images) {
    this.images = images;
  }

  Dataset images() {
    return images;
  }

  /** One user more; whether it is still open. */
  synchronized boolean join() {
    users += closed ? 0 : 1;
    return !closed;
  }

  /** One user less. */
  synchronized void leave() {
    users--;
    if (users == 0) {
      closed = true;
      images.close();
    }
  }
}
