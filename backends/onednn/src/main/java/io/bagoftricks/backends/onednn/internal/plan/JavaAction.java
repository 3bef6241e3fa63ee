package io.bagoftricks.backends.onednn.internal.plan;

import io.bagoftricks.backends.onednn.internal.natives.Address;
import io.bagoftricks.backends.onednn.internal.natives.Device;
import java.util.List;

/** Does something in Java with tensors that may lie in the arena. */
final class JavaAction implements Step.Action {
  /** Gets the addresses of the tensors. */
  public interface Body {
    void run(Address[] tensors);
  }

  private final List<Tensor> tensors;
  private final Body body;
  private final Address[] addresses;
  private long arena;

  JavaAction(List<Tensor> tensors, Body body) {
    this.tensors = List.copyOf(tensors);
    this.body = body;
    this.addresses = new Address[tensors.size()];
  }

  @Override
  public void bind(Device device, long newArena) {
    arena = newArena;
    for (int i = 0; i < addresses.length; i++) {
      addresses[i] = tensors.get(i).block().address(arena);
    }
  }

  @Override
  public void run() {
    for (int i = 0; i < addresses.length; i++) {
      // What the caller owns may lie elsewhere each time.
      if (!tensors.get(i).block().isOfArena()) {
        addresses[i] = tensors.get(i).block().address(arena);
      }
    }
    body.run(addresses);
  }
}
