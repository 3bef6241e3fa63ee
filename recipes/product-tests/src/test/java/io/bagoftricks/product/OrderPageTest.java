package io.bagoftricks.product;

import static org.assertj.core.api.Assertions.assertThat;

import io.bagoftricks.api.TrickProvider;
import io.bagoftricks.engine.plugin.TrickDescriptor;
import io.bagoftricks.engine.plugin.TrickRegistry;
import io.bagoftricks.engine.toys.TinyRuns;
import io.bagoftricks.testkit.OrderTrial;
import io.bagoftricks.testkit.TrickMeeting;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Every two tricks that meet in a hook are tried in both orders with the planner off: where the
 * result differs, something decides; where a card decides, the result differs, or there is a reason
 * here. The table is docs/order.md.
 */
final class OrderPageTest {
  private static final String CONTAINS =
      "xresnet-d is all three variants: the other finds nothing.";

  /** Of what a card states although no order changes a result. */
  private static final Map<String, String> REASONS =
      Map.of(
          "resnet-b, xresnet-d", CONTAINS,
          "resnet-c, xresnet-d", CONTAINS,
          "resnet-d, xresnet-d", CONTAINS);

  private static final OrderTrial TRIAL = new OrderTrial();
  private static final List<TrickProvider<?>> PROVIDERS = providers();
  private static final List<TrickMeeting> MEETINGS = new ArrayList<>();

  @BeforeAll
  static void tryAll() {
    for (int i = 0; i < PROVIDERS.size(); i++) {
      for (int j = i + 1; j < PROVIDERS.size(); j++) {
        MEETINGS.addAll(TRIAL.meetings(PROVIDERS.get(i), PROVIDERS.get(j)));
      }
    }
    MEETINGS.sort(
        Comparator.comparing(TrickMeeting::point)
            .thenComparing(TrickMeeting::one)
            .thenComparing(TrickMeeting::other));
  }

  private static List<TrickProvider<?>> providers() {
    TrickRegistry tricks = TinyRuns.plugins().tricks();
    return tricks.ids().stream()
        .<TrickProvider<?>>map(id -> tricks.find(id).map(TrickDescriptor::provider).orElseThrow())
        .toList();
  }

  @Test
  void everyTrickActsWithItsActiveSettings() {
    assertThat(PROVIDERS.stream().flatMap(provider -> TRIAL.idle(provider).stream())).isEmpty();
  }

  @Test
  void anOrderThatMattersIsDecided() {
    assertThat(MEETINGS).hasSizeGreaterThan(100).noneMatch(TrickMeeting::isOpen);
    assertThat(MEETINGS.stream().filter(TrickMeeting::matters)).hasSizeGreaterThan(40);
  }

  @Test
  void aStatedOrderThatDoesNotMatterHasAReason() {
    assertThat(MEETINGS.stream().filter(TrickMeeting::isOverDeclared).map(OrderPageTest::names))
        .containsExactlyInAnyOrderElementsOf(REASONS.keySet());
  }

  @Test
  void thePageSaysSo() throws IOException {
    GeneratedTable.of(
            "docs/order.md",
            "| tricks | hook | slots | difference | decided by | why |\n|---|---|---|---|---|---|",
            MEETINGS.stream().map(OrderPageTest::row).toList())
        .check(OrderPageTest.class, 3);
  }

  private static String names(TrickMeeting meeting) {
    return meeting.one() + ", " + meeting.other();
  }

  private static String row(TrickMeeting meeting) {
    return "| `%s`, `%s` | `%s` | %s | %s | %s | %s |"
        .formatted(
            meeting.one(),
            meeting.other(),
            meeting.point().method(),
            meeting.slots().stream().map(Enum::name).collect(Collectors.joining(", ")),
            size(meeting),
            words(meeting),
            why(meeting));
  }

  private static String size(TrickMeeting meeting) {
    if (Double.isInfinite(meeting.difference())) {
      return "fails";
    }
    return meeting.matters() ? String.format(Locale.ROOT, "%.0e", meeting.difference()) : "none";
  }

  private static String words(TrickMeeting meeting) {
    return switch (meeting.cover()) {
      case STATED -> "a card";
      case ACCESS -> "access to slots";
      case STAGE -> "stages";
      case CONFLICT -> "a conflict";
      case ASKED -> "the recipe, which has to say it";
      case NOTHING -> "nothing, either order gives the same";
    };
  }

  private static String why(TrickMeeting meeting) {
    String reason = REASONS.get(names(meeting));
    if (reason != null) {
      return reason;
    }
    return switch (meeting.cover()) {
      case CONFLICT -> "one of them would have no effect";
      case ASKED -> "of one stage, which has no usual order";
      case NOTHING -> "";
      case STATED, ACCESS, STAGE -> meeting.why();
    };
  }
}
