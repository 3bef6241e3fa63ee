package io.bagoftricks.engine.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import org.junit.jupiter.api.Test;

final class ReportPageTest {
  @Test
  void needsNothingElseAndLetsNoDataOut() throws IOException {
    String evil = "</script><script>alert(1)</script>";

    String page =
        ReportPage.of(evil, JsonNodeFactory.instance.objectNode().put("name", evil).toString());

    assertThat(page)
        .contains("uPlot")
        .contains("{\"name\":\"\\u003c/script>\\u003cscript>alert(1)\\u003c/script>\"}")
        .doesNotContain("<script>alert")
        .doesNotContain("{{")
        .doesNotContainPattern("(src|href)\\s*=\\s*[\"']")
        .doesNotContainPattern("@import|url\\(|fetch\\(|XMLHttpRequest");
  }
}
