package io.bagoftricks.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import io.bagoftricks.engine.plugin.TrickDescriptor;
import io.bagoftricks.engine.plugin.TrickRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every trick's room is complete: listed, with a card that tells the truth, and tested. */
final class RoomTest {
  private static final TrickRegistry TRICKS = TrickRegistry.load(RoomTest.class.getClassLoader());
  private static final Pattern ROW = Pattern.compile("(?m)^\\| `([A-Za-z0-9]+)` \\|");
  private static final List<String> SECTIONS =
      List.of(
          "Does",
          "Use",
          "Hyperparameters",
          "Details",
          "Costs, and when not",
          "Works with / conflicts",
          "Paper",
          "Measured");

  static Stream<TrickDescriptor> tricks() {
    return TRICKS.ids().stream().map(id -> TRICKS.find(id).orElseThrow());
  }

  @Test
  void everyProviderLoads() {
    assertThat(TRICKS.problems()).isEmpty();
    assertThat(TRICKS.ids())
        .containsExactly(
            "cosine",
            "ema",
            "gradient-clip",
            "horizontal-flip",
            "label-smoothing",
            "linear-scaling",
            "mixup",
            "no-bias-decay",
            "normalize",
            "step-decay",
            "warmup",
            "xresnet-d",
            "zero-gamma");
  }

  @Test
  void everyProviderIsListed() throws IOException {
    List<String> written = new ArrayList<>();
    for (String module : List.of("init", "optim", "loss", "data", "arch")) {
      Checkout.files("tricks-" + module + "/src/main/java", "Provider.java")
          .forEach(f -> written.add(f.getFileName().toString().replace(".java", "")));
    }

    assertThat(tricks().map(t -> t.provider().getClass().getSimpleName()))
        .containsExactlyInAnyOrderElementsOf(written);
  }

  @ParameterizedTest
  @MethodSource("tricks")
  void hasACardWithTheUsualSections(TrickDescriptor trick) throws IOException {
    List<String> sections = new ArrayList<>();
    Matcher heading = Pattern.compile("(?m)^## (.+)$").matcher(card(trick));
    while (heading.find()) {
      sections.add(heading.group(1));
    }

    assertThat(sections).containsExactlyElementsOf(SECTIONS);
  }

  @ParameterizedTest
  @MethodSource("tricks")
  void theCardsTableListsTheSettings(TrickDescriptor trick) throws IOException {
    List<String> rows = new ArrayList<>();
    Matcher row = ROW.matcher(section(trick, "Hyperparameters"));
    while (row.find()) {
      rows.add(row.group(1));
    }

    assertThat(rows)
        .containsExactly(
            Arrays.stream(trick.defaults().getClass().getRecordComponents())
                .map(c -> c.getName())
                .toArray(String[]::new));
  }

  @ParameterizedTest
  @MethodSource("tricks")
  void hasATestBesideIt(TrickDescriptor trick) {
    String test = trick.trick().getName().replace('.', '/') + "Test.java";

    assertThat(List.of("init", "optim", "loss", "data", "arch"))
        .anyMatch(
            module ->
                Files.exists(
                    Checkout.root().resolve("tricks-" + module + "/src/test/java/" + test)));
  }

  private static String section(TrickDescriptor trick, String heading) throws IOException {
    String after = card(trick).split("(?m)^## " + heading + "$", -1)[1];
    return after.split("(?m)^## ", -1)[0];
  }

  private static String card(TrickDescriptor trick) throws IOException {
    String resource = "META-INF/tricks/" + trick.id() + ".md";
    try (var stream = RoomTest.class.getClassLoader().getResourceAsStream(resource)) {
      assertThat(stream).describedAs(resource).isNotNull();
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
