package io.bagoftricks.engine.profile;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonGenerator;
import io.bagoftricks.engine.internal.storage.FiniteNumbers;
import io.bagoftricks.engine.internal.storage.OutputFiles;
import io.bagoftricks.engine.internal.timing.StepProfiler;
import io.bagoftricks.engine.storage.PendingFile;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Writes what happens as a trace in the <a
 * href="https://docs.google.com/document/d/1CvAClvFfyA5R-PhYUmn5OOQtYMH4h6I0nSsKchNAySU">format of
 * Chrome</a>: complete events, times in microseconds from when the trace was begun. Nothing is kept
 * but the spans that are open.
 */
public final class ChromeTrace implements StepProfiler, AutoCloseable {
  private static final int PROCESS = 1;
  private static final int TRAINING_THREAD = 1;

  private record Open(Activity activity, String name, long from) {}

  private final PendingFile file;
  private final JsonGenerator json;
  private final long origin = System.nanoTime();
  private final Deque<Open> open = new ArrayDeque<>();
  private @Nullable IOException failure;

  private ChromeTrace(PendingFile file) throws IOException {
    this.file = file;
    this.json = FiniteNumbers.factory().createGenerator(file.out(), JsonEncoding.UTF8);
  }

  /**
   * Begins a trace. A file that is there is replaced when the trace ends.
   *
   * @param process the run's name
   * @throws IOException if the file cannot be written
   */
  public static ChromeTrace create(OutputFiles outputs, Path file, String process)
      throws IOException {
    ChromeTrace trace = new ChromeTrace(outputs.begin(file));
    trace.begin(process);
    return trace;
  }

  @Override
  public void began(Activity activity, String name) {
    open.push(new Open(activity, name, System.nanoTime()));
  }

  @Override
  public void ended() {
    Open span = open.pop();
    write(
        () -> {
          complete(span.name(), span.activity().label(), span.from(), System.nanoTime());
          json.writeEndObject();
        });
  }

  @Override
  public void ran(Operation operation, long fromNanos, long toNanos) {
    String kind = lower(operation.kind());
    write(
        () -> {
          complete(
              operation.layer().isEmpty() ? kind : operation.layer(), kind, fromNanos, toNanos);
          json.writeObjectFieldStart("args");
          json.writeStringField("pass", lower(operation.pass()));
          json.writeEndObject();
          json.writeEndObject();
        });
  }

  /**
   * Ends the file and puts it in its place.
   *
   * @throws IOException if not all of it could be written; what was there stays then
   */
  public void keep() throws IOException {
    if (failure != null) {
      throw failure;
    }
    json.writeEndArray();
    json.writeStringField("displayTimeUnit", "ms");
    json.writeEndObject();
    json.flush();
    file.keep();
  }

  /** A trace that was not kept leaves nothing. */
  @Override
  public void close() throws IOException {
    file.close();
  }

  private void begin(String process) throws IOException {
    json.writeStartObject();
    json.writeArrayFieldStart("traceEvents");
    metadata("process_name", process);
    metadata("thread_name", "training");
  }

  private void metadata(String what, String name) throws IOException {
    json.writeStartObject();
    json.writeStringField("ph", "M");
    json.writeStringField("name", what);
    place();
    json.writeObjectFieldStart("args");
    json.writeStringField("name", name);
    json.writeEndObject();
    json.writeEndObject();
  }

  private void complete(String name, String category, long from, long to) throws IOException {
    json.writeStartObject();
    json.writeStringField("ph", "X");
    json.writeStringField("name", name);
    json.writeStringField("cat", category);
    json.writeNumberField("ts", micros(from - origin));
    json.writeNumberField("dur", micros(to - from));
    place();
  }

  private void place() throws IOException {
    json.writeNumberField("pid", PROCESS);
    json.writeNumberField("tid", TRAINING_THREAD);
  }

  /** Exactly, so that what lies inside a span does so in the file. */
  private static BigDecimal micros(long nanos) {
    return BigDecimal.valueOf(nanos, 3);
  }

  private static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private interface Writing {
    void run() throws IOException;
  }

  /**
   * Writes, and keeps a failure for {@link #close}: a trace that cannot be written does not end the
   * training.
   */
  private void write(Writing writing) {
    if (failure != null) {
      return;
    }
    try {
      writing.run();
    } catch (IOException e) {
      failure = e;
    }
  }
}
