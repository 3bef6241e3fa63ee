package io.bagoftricks.engine.internal.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class ClassNamesTest {
  @Test
  void whatStandsOnALineIsAName() {
    assertThat(
            ClassNames.faults(
                List.of("a,b", "\"q\"", "<script>", "=1+1", "T-shirt/top", "é", "می\u200cخواهم"),
                7))
        .isEmpty();
  }

  @Test
  void everyOtherIsNone() {
    assertThat(ClassNames.faults(List.of("a", ""), 2))
        .containsExactly("The name of class 1 is empty. Name each class.");
    assertThat(ClassNames.faults(List.of("a", " \t"), 2))
        .singleElement()
        .asString()
        .contains("is empty");
    assertThat(ClassNames.faults(List.of("a", "b\nc"), 2))
        .containsExactly(
            "The name of class 1, 'b\\u000ac', has a line break or another character that is not"
                + " shown. Take it out.");
    for (String hidden : List.of("\r", "\t", "\u001b[2J", "\u202e", "\u2028", "\u0085", "\ud800")) {
      assertThat(ClassNames.faults(List.of("a", "b" + hidden), 2)).as(hidden).hasSize(1);
    }
    assertThat(ClassNames.faults(List.of("a", "b", "a"), 3))
        .containsExactly("The classes 0 and 2 are both called 'a'. Give each a name of its own.");
    assertThat(ClassNames.faults(List.of("a", "b"), 3))
        .containsExactly("There are 2 names of classes, but 3 classes. Name each.");
    assertThat(ClassNames.faults(List.of("a", "b".repeat(201)), 2)).hasSize(1);
  }

  @Test
  void allAreTold() {
    assertThat(ClassNames.faults(List.of("a", "", "a", "b\n", " ", "a"), 6))
        .containsExactly(
            "The name of class 1 is empty. Name each class.",
            "The classes 0 and 2 are both called 'a'. Give each a name of its own.",
            "The name of class 3, 'b\\u000a', has a line break or another character that is not"
                + " shown. Take it out.",
            "The name of class 4 is empty. Name each class.",
            "The classes 0 and 5 are both called 'a'. Give each a name of its own.");
  }
}
