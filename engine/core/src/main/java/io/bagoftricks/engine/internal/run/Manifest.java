package io.bagoftricks.engine.internal.run;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bagoftricks.api.network.Shape;
import io.bagoftricks.backends.spi.NativeCode;
import io.bagoftricks.engine.internal.storage.StrictJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * {@code manifest.json}: with what a run was made, so that it can be told whether another would
 * come to the same result.
 *
 * @param started date and time, for people: nothing is decided by it
 * @param resultKey of the recipe
 * @param data fingerprint
 * @param plugins the jars of the recipe's tricks
 * @param teachers the frozen networks that tricks learn from; none in runs of older versions
 * @param facts what is known of the images and the network's input
 */
public record Manifest(
    int format,
    String started,
    String resultKey,
    long seed,
    String data,
    Environment environment,
    List<Plugin> plugins,
    List<Teacher> teachers,
    Facts facts) {
  private static final String TEACHERS = "teachers";
  private static final String TRICKS = "tricks";
  private static final String FACTS = "facts";
  private static final String VALIDATION = "validationExamples";
  private static final String ENVIRONMENT = "environment";
  private static final String ACTIVATIONS = "activations";

  /** The format that this version writes. */
  public static final int FORMAT = 2;

  /** Copies the lists. */
  public Manifest {
    plugins = List.copyOf(plugins);
    teachers = List.copyOf(teachers);
  }

  /**
   * Program and machine.
   *
   * @param tricks version
   * @param backend id
   * @param device library, version, device and threads of the backend, in words
   * @param activations how the backend stores them: as the recipe asks, or more exactly
   * @param natives the backend's own native code, of those libraries that it has loaded
   * @param processors that the process may use
   */
  public record Environment(
      String tricks,
      String java,
      String system,
      String backend,
      String device,
      String activations,
      List<NativeCode> natives,
      int processors) {
    /** Copies the list. */
    public Environment {
      natives = List.copyOf(natives);
    }
  }

  /**
   * Where tricks come from, or what they bring beside it.
   *
   * @param file name of a jar, or a folder
   * @param sha256 of its bytes
   * @param tricks the ids of those of the recipe
   */
  public record Plugin(String file, String sha256, List<String> tricks) {
    /** Copies the list. */
    public Plugin {
      tricks = List.copyOf(tricks);
    }
  }

  /**
   * A network that a trick learns from.
   *
   * @param path in the recipe, when the run was started
   * @param sha256 of its weights and of all else that decides its logits
   * @param tricks the instances that learn from it; none in runs of older versions
   */
  public record Teacher(String path, String sha256, List<String> tricks) {
    /** Copies the list. */
    public Teacher {
      tricks = List.copyOf(tricks);
    }

    /** Whether it is this one, wherever it lies now. */
    private boolean is(Teacher other) {
      return sha256.equals(other.sha256)
          && (tricks.isEmpty() ? path.equals(other.path) : tricks.containsAll(other.tricks));
    }
  }

  /**
   * Reads a manifest, also one of an older version, which knows no teachers and no validation
   * split, and stored activations as the recipe asks.
   *
   * @throws JsonProcessingException if the text is none
   */
  static Manifest parse(String text) throws JsonProcessingException {
    JsonNode json = StrictJson.tree(text);
    if (json instanceof ObjectNode object && !object.has(TEACHERS)) {
      object.putArray(TEACHERS);
    }
    for (JsonNode teacher : json.path(TEACHERS)) {
      if (teacher instanceof ObjectNode object && !object.has(TRICKS)) {
        object.putArray(TRICKS);
      }
    }
    if (json.path(FACTS) instanceof ObjectNode facts && !facts.has(VALIDATION)) {
      facts.put(VALIDATION, 0);
    }
    if (json.path(ENVIRONMENT) instanceof ObjectNode environment && !environment.has(ACTIVATIONS)) {
      environment.set(ACTIVATIONS, json.path(FACTS).path("precision"));
    }
    return StrictJson.read(json.toString(), Manifest.class);
  }

  /** The paths of teachers that were others, or taught others, when the run was started. */
  public List<String> otherTeachers(Manifest now) {
    List<String> others = new ArrayList<>();
    for (Teacher teacher : now.teachers) {
      if (teachers.stream().noneMatch(before -> before.is(teacher))) {
        others.add(teacher.path);
      }
    }
    return others;
  }

  /**
   * Facts of the images and the network's input.
   *
   * @param validationExamples apart from both; 0 where the test split validates
   * @param labels what each class is called, in order
   * @param input of the network
   * @param mean of each channel, on the scale 0 to 255
   * @param standardDeviation of each channel
   * @param precision of activations, as the recipe asks
   * @param parameters of the network
   */
  public record Facts(
      int classes,
      long trainExamples,
      long testExamples,
      @JsonInclude(JsonInclude.Include.NON_DEFAULT) long validationExamples,
      List<String> labels,
      Shape input,
      List<Double> mean,
      List<Double> standardDeviation,
      String precision,
      long parameters) {
    /** Copies the lists. */
    public Facts {
      labels = List.copyOf(labels);
      mean = List.copyOf(mean);
      standardDeviation = List.copyOf(standardDeviation);
    }
  }

  /**
   * The differences of the environment that may change a result in its last bits or more, in words.
   */
  public List<String> differences(Manifest now) {
    List<String> differences = new ArrayList<>();
    compare(differences, "tricks is version", environment.tricks, now.environment.tricks);
    compare(differences, "Java is", environment.java, now.environment.java);
    compare(differences, "the system is", environment.system, now.environment.system);
    compare(differences, "the device is", environment.device, now.environment.device);
    compare(
        differences,
        "the precision in which activations are stored is",
        environment.activations,
        now.environment.activations);
    for (NativeCode library : now.environment.natives) {
      if (!environment.natives.contains(library)) {
        differences.add("%s, the backend's own code, was changed".formatted(library.file()));
      }
    }
    for (Plugin plugin : plugins) {
      boolean same = now.plugins.stream().anyMatch(p -> p.sha256.equals(plugin.sha256));
      if (!same) {
        differences.add(
            "%s, which has %s, was changed"
                .formatted(plugin.file, String.join(", ", plugin.tricks)));
      }
    }
    return differences;
  }

  private static void compare(List<String> differences, String what, Object then, Object now) {
    if (!Objects.equals(then, now)) {
      differences.add("%s %s, and was %s".formatted(what, now, then));
    }
  }
}
