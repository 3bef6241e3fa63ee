package io.bagoftricks.engine.tensorboard;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.nd4j.shade.protobuf.CodedInputStream;
import org.nd4j.shade.protobuf.CodedOutputStream;
import org.nd4j.shade.protobuf.ExtensionRegistryLite;
import org.nd4j.shade.protobuf.WireFormat;
import org.tensorflow.framework.Summary;

/**
 * One entry of an event file: TensorFlow's message {@code Event}, as far as scalars need it.
 *
 * @param seconds since 1970
 * @param step how many steps were done
 * @param version of the file format; empty but for the first entry of a file
 * @param start whether a session starts here: what other files hold from this step on is void
 * @param scalars by tag
 */
record Event(
    double seconds, long step, String version, boolean start, SortedMap<String, Float> scalars) {
  // https://github.com/tensorflow/tensorflow/blob/master/tensorflow/core/util/event.proto
  private static final int WALL_TIME = 1;
  private static final int STEP = 2;
  private static final int FILE_VERSION = 3;
  private static final int SUMMARY = 5;
  private static final int SESSION_LOG = 7;
  private static final int SESSION_STATUS = 1;
  private static final int SESSION_START = 1;

  /** Copies the scalars. */
  Event {
    scalars = new TreeMap<>(scalars);
  }

  /** The first entry of a file. */
  static Event header(double seconds) {
    return new Event(seconds, 0, "brain.Event:2", false, new TreeMap<>());
  }

  /** The mark of a session that goes on from a step. */
  static Event start(double seconds, long step) {
    return new Event(seconds, step, "", true, new TreeMap<>());
  }

  /** Values at a step. */
  static Event of(double seconds, long step, Map<String, Double> scalars) {
    SortedMap<String, Float> values = new TreeMap<>();
    scalars.forEach((tag, value) -> values.put(tag, value.floatValue()));
    return new Event(seconds, step, "", false, values);
  }

  byte[] toBytes() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    out.writeDouble(WALL_TIME, seconds);
    if (step != 0) {
      out.writeInt64(STEP, step);
    }
    if (!version.isEmpty()) {
      out.writeString(FILE_VERSION, version);
    }
    if (!scalars.isEmpty()) {
      Summary.Builder summary = Summary.newBuilder();
      scalars.forEach((tag, value) -> summary.addValueBuilder().setTag(tag).setSimpleValue(value));
      out.writeMessage(SUMMARY, summary.build());
    }
    if (start) {
      out.writeTag(SESSION_LOG, WireFormat.WIRETYPE_LENGTH_DELIMITED);
      out.writeUInt32NoTag(CodedOutputStream.computeEnumSize(SESSION_STATUS, SESSION_START));
      out.writeEnum(SESSION_STATUS, SESSION_START);
    }
    out.flush();
    return bytes.toByteArray();
  }

  /** Reads an entry; what it holds besides scalars is passed over. */
  static Event parse(byte[] bytes) throws IOException {
    CodedInputStream in = CodedInputStream.newInstance(bytes);
    double seconds = 0;
    long step = 0;
    String version = "";
    boolean start = false;
    SortedMap<String, Float> scalars = new TreeMap<>();
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      switch (WireFormat.getTagFieldNumber(tag)) {
        case WALL_TIME -> seconds = in.readDouble();
        case STEP -> step = in.readInt64();
        case FILE_VERSION -> version = in.readString();
        case SUMMARY -> {
          Summary summary =
              Summary.parseFrom(in.readBytes(), ExtensionRegistryLite.getEmptyRegistry());
          summary.getValueList().stream()
              .filter(value -> value.getValueCase() == Summary.Value.ValueCase.SIMPLE_VALUE)
              .forEach(value -> scalars.put(value.getTag(), value.getSimpleValue()));
        }
        case SESSION_LOG -> {
          start = true;
          in.skipField(tag);
        }
        default -> in.skipField(tag);
      }
    }
    return new Event(seconds, step, version, start, scalars);
  }
}
