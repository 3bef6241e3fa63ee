package io.bagoftricks.backends.onednn.internal.plan;

import io.bagoftricks.backends.onednn.internal.natives.Address;
import io.bagoftricks.backends.onednn.internal.natives.Device;
import io.bagoftricks.backends.onednn.internal.natives.FlatArithmetic;
import io.bagoftricks.backends.onednn.internal.natives.Formats;
import io.bagoftricks.backends.onednn.internal.natives.Layouts;
import io.bagoftricks.backends.onednn.internal.natives.Primitives;
import io.bagoftricks.backends.spi.Profiler.Kind;
import io.bagoftricks.backends.spi.Profiler.Operation;
import io.bagoftricks.backends.spi.Profiler.Pass;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.dnnl.concat;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.memory_desc_vector;
import org.bytedeco.dnnl.primitive;
import org.bytedeco.dnnl.primitive_attr;
import org.bytedeco.dnnl.primitive_desc;
import org.bytedeco.dnnl.reorder;

/** Collects the operations of a plan in the order in which they will run, and their tensors. */
public final class Assembler {
  /** When operations run. */
  public enum Section {
    /** Before a forward, where the parameters have changed since the last one. */
    REFRESH(Pass.FORWARD, 0),
    /** In every forward. */
    FORWARD(Pass.FORWARD, 1 << 24),
    /** In every backward. */
    BACKWARD(Pass.BACKWARD, 2 << 24);

    private final Pass pass;
    private final int start;

    Section(Pass pass, int start) {
      this.pass = pass;
      this.start = start;
    }

    /** A step's place in time among those of all sections. */
    private int position(int step) {
      return start + step;
    }
  }

  private final Device device;
  private final Formats formats;
  private final List<Block> blocks = new ArrayList<>();
  private final Map<Section, List<Step>> steps = new EnumMap<>(Section.class);
  private Section section = Section.FORWARD;
  private String layer = "";

  public Assembler(Device device, Formats formats) {
    this.device = device;
    this.formats = formats;
    for (Section each : Section.values()) {
      steps.put(each, new ArrayList<>());
    }
  }

  public Device device() {
    return device;
  }

  public Formats formats() {
    return formats;
  }

  /** Adds operations of a layer to a section. */
  public void in(Section newSection, String newLayer, Runnable assembly) {
    Section outerSection = section;
    String outerLayer = layer;
    section = newSection;
    layer = newLayer;
    try {
      assembly.run();
    } finally {
      section = outerSection;
      layer = outerLayer;
    }
  }

  /** Adds operations of the present layer to be run when parameters have changed. */
  void whenParametersChange(Runnable assembly) {
    in(Section.REFRESH, layer, assembly);
  }

  /** A tensor in the arena. */
  public Tensor allocate(memory.desc desc) {
    Block block = Block.inArena(desc.get_size());
    blocks.add(block);
    return new Tensor(desc, block);
  }

  /** A tensor in the arena that keeps its values from step to step. */
  Tensor allocateKept(memory.desc desc) {
    Tensor tensor = allocate(desc);
    tensor.block().keep();
    return tensor;
  }

  /** A tensor in memory that somebody else owns. */
  public static Tensor at(Address address, memory.desc desc) {
    return new Tensor(desc, Block.at(address));
  }

  /** Adds a primitive. */
  public void execute(Kind kind, primitive_desc descriptor, Map<Integer, Tensor> arguments) {
    execute(kind, new primitive(descriptor), descriptor.scratchpad_desc(), arguments);
  }

  /** Adds a copy of tensors, one behind the other along an axis. */
  public void concat(
      memory_desc_vector sources, int axis, Tensor target, Map<Integer, Tensor> arguments) {
    concat.primitive_desc descriptor =
        new concat.primitive_desc(
            device.engine(), target.desc(), axis, sources, Primitives.attributes(), false);
    execute(Kind.ELEMENTWISE, new concat(descriptor), descriptor.scratchpad_desc(), arguments);
  }

  /** Adds a change of type and layout. */
  public void reorder(Tensor from, Tensor to, primitive_attr attributes) {
    reorder.primitive_desc descriptor = reorder(from.desc(), to.desc(), attributes);
    execute(
        Kind.CONVERSION,
        new reorder(descriptor),
        descriptor.scratchpad_desc(),
        Map.of(dnnl.DNNL_ARG_FROM, from, dnnl.DNNL_ARG_TO, to));
  }

  /** Adds a change of type and layout. */
  public void reorder(Tensor from, Tensor to) {
    memory.data_type source = from.desc().get_data_type();
    memory.data_type target = to.desc().get_data_type();
    boolean halves = isHalf(source) != isHalf(target);
    memory.desc half = isHalf(source) ? from.desc() : to.desc();
    if (!halves || hasFastReorder(from, to) || !Layouts.isKnown(half)) {
      reorder(from, to, Primitives.attributes());
    } else if (from.block().isOfArena() && Layouts.same(from.desc(), to.desc())) {
      convertHalves(from, to, isHalf(source));
    } else {
      // First or last the type, in between the layout in 32 bits. What the caller owns may move.
      Tensor single =
          allocate(
              Layouts.withType(isHalf(source) ? from.desc() : to.desc(), memory.data_type.f32));
      if (isHalf(source)) {
        convertHalves(from, single, true);
        reorder(single, to);
      } else {
        reorder(from, single);
        convertHalves(single, to, false);
      }
    }
  }

  private boolean hasFastReorder(Tensor from, Tensor to) {
    return reorder(from.desc(), to.desc(), Primitives.attributes())
        .impl_info_str()
        .getString()
        .contains("jit");
  }

  private reorder.primitive_desc reorder(
      memory.desc from, memory.desc to, primitive_attr attributes) {
    return new reorder.primitive_desc(
        device.engine(), from, device.engine(), to, attributes, false);
  }

  private void convertHalves(Tensor from, Tensor to, boolean widen) {
    long values = (widen ? to : from).desc().get_size() / Float.BYTES;
    FlatArithmetic conversion = device.arithmetic();
    run(
        Kind.CONVERSION,
        addresses -> {
          if (widen) {
            conversion.widen(addresses[0], addresses[1], values);
          } else {
            conversion.narrow(addresses[0], addresses[1], values);
          }
        },
        from,
        to);
  }

  private static boolean isHalf(memory.data_type type) {
    return type.intern() == memory.data_type.f16;
  }

  /** The tensor itself where it is as wanted; else a converted copy. */
  public Tensor converted(Tensor tensor, memory.desc wanted) {
    if (tensor.desc().equals(wanted)) {
      return tensor;
    }
    Tensor copy = allocate(wanted);
    reorder(tensor, copy);
    return copy;
  }

  /**
   * The tensor that a computation may write so that its result ends up in a tensor: the tensor
   * itself where it is as wanted; else a place from which {@link #deliver} converts.
   */
  public Tensor receiver(Tensor target, memory.desc wanted) {
    return target.desc().equals(wanted) ? target : allocate(wanted);
  }

  /** Converts what a {@link #receiver} got. */
  public void deliver(Tensor received, Tensor target) {
    if (received != target) {
      reorder(received, target);
    }
  }

  /** Adds something done in Java. */
  public void run(Kind kind, JavaAction.Body body, Tensor... tensors) {
    add(kind, new JavaAction(List.of(tensors), body), List.of(tensors));
  }

  /** Fills a tensor with zeros. */
  public void clear(Tensor tensor) {
    long bytes = tensor.desc().get_size();
    run(Kind.ELEMENTWISE, addresses -> Address.memset(addresses[0], 0, bytes), tensor);
  }

  /** The operations of each section, in order. */
  public Map<Section, List<Step>> steps() {
    Map<Section, List<Step>> copy = new EnumMap<>(Section.class);
    steps.forEach((of, list) -> copy.put(of, List.copyOf(list)));
    return copy;
  }

  /** The blocks that need a place in an arena. */
  public List<Block> blocks() {
    return blocks.stream().filter(Block::needsPlace).toList();
  }

  /** A primitive ready to be added, with room to work in. */
  PrimitiveAction action(primitive primitive, memory.desc scratch, Map<Integer, Tensor> arguments) {
    Map<Integer, Tensor> all = new LinkedHashMap<>(arguments);
    if (scratch.get_size() > 0) {
      all.put(dnnl.DNNL_ARG_SCRATCHPAD, allocate(scratch));
    }
    return new PrimitiveAction(primitive, all, device.stream());
  }

  /** Adds an operation that touches tensors. */
  void add(Kind kind, Step.Action action, List<Tensor> touched) {
    List<Step> of = steps.getOrDefault(section, List.of());
    int position = section.position(of.size());
    touched.forEach(tensor -> tensor.block().touch(position));
    of.add(new Step(new Operation(layer, kind, section.pass), action));
  }

  private void execute(
      Kind kind, primitive primitive, memory.desc scratch, Map<Integer, Tensor> arguments) {
    PrimitiveAction action = action(primitive, scratch, arguments);
    add(kind, action, action.tensors());
  }
}
