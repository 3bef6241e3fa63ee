package io.bagoftricks.backends.onednn.internal.plan;

import io.bagoftricks.backends.onednn.internal.natives.Address;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.memory;
import org.jspecify.annotations.Nullable;

/** Values of a type and layout in a block of memory. */
public final class Tensor {
  private final memory.desc desc;
  private final Block block;
  private final List<Tensor> views = new ArrayList<>();
  private @Nullable memory memory;

  Tensor(memory.desc desc, Block block) {
    this.desc = desc;
    this.block = block;
  }

  /** Shape, type and layout. */
  public memory.desc desc() {
    return desc;
  }

  public Block block() {
    return block;
  }

  /** The same bytes, read as another shape of the same size. */
  public Tensor as(memory.desc other) {
    Tensor view = new Tensor(other, block);
    views.add(view);
    return view;
  }

  /** Ties it to its place, once all blocks have one. */
  public memory bind(engine engine, long arena) {
    if (memory == null) {
      memory = new memory(desc, engine, block.address(arena));
    }
    return memory;
  }

  /**
   * Reads and writes another place from now on, as its views do; not for what lies in the arena.
   */
  public void moveTo(Address address) {
    block.moveTo(address);
    if (memory != null) {
      memory.set_data_handle(address);
    }
    for (int i = 0; i < views.size(); i++) {
      views.get(i).moveTo(address);
    }
  }
}
