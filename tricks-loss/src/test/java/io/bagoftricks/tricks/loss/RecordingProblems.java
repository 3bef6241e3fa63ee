package io.bagoftricks.tricks.loss;

import io.bagoftricks.api.Problems;
import java.util.ArrayList;
import java.util.List;

/** Keeps what a provider reports, as "setting: message". */
public final class RecordingProblems implements Problems {
  private final List<String> errors = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  @Override
  public void error(String setting, String message) {
    errors.add(setting + ": " + message);
  }

  @Override
  public void note(String setting, String message) {
    notes.add(setting + ": " + message);
  }

  /** The errors so far. */
  public List<String> errors() {
    return errors;
  }

  /** The notes so far. */
  public List<String> notes() {
    return notes;
  }
}
