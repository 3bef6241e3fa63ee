package io.bagoftricks.engine.internal.checkpoint;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bagoftricks.engine.internal.storage.StrictJson;

/**
 * Records in checkpoints of older versions, which lack some that were added later. Numbers of
 * summaries stay unknown; how the run goes on does not depend on them. No parameter was left out of
 * an update.
 */
final class OlderRecords {
  private static final String TARGET_ENTROPY = "targetEntropy";
  private static final String LEFT_OUT = "leftOut";
  private static final String CALIBRATION_ERROR = "calibrationError";

  private OlderRecords() {}

  /**
   * A header that has them; the text itself where none is missing.
   *
   * @throws JsonProcessingException if the text is not JSON
   */
  static String completed(String header) throws JsonProcessingException {
    JsonNode root = StrictJson.tree(header);
    JsonNode progress = root.path("progress");
    boolean changed = completeTotals(progress.path("totals"));
    if (progress instanceof ObjectNode object && !object.has(LEFT_OUT)) {
      object.putObject(LEFT_OUT);
      changed = true;
    }
    changed |= complete(progress.path("lastEvaluation"), CALIBRATION_ERROR);
    for (JsonNode epoch : progress.path("epochs")) {
      changed |= complete(epoch, TARGET_ENTROPY);
      changed |= complete(epoch.path("evaluation"), CALIBRATION_ERROR);
    }
    return changed ? root.toString() : header;
  }

  /** A sum over no step is known. */
  private static boolean completeTotals(JsonNode totals) {
    boolean changed = complete(totals, TARGET_ENTROPY);
    if (changed && totals.path("examples").asLong() == 0) {
      ((ObjectNode) totals).put(TARGET_ENTROPY, 0.0);
    }
    return changed;
  }

  private static boolean complete(JsonNode node, String key) {
    if (node instanceof ObjectNode object && !object.has(key)) {
      object.putNull(key);
      return true;
    }
    return false;
  }
}
