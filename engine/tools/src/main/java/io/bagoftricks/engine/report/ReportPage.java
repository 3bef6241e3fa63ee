package io.bagoftricks.engine.report;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Puts data, styles and scripts into one page. */
final class ReportPage {
  private static final Pattern PLACE = Pattern.compile("\\{\\{([a-z.]+)}}");
  private static final String UPLOT = "META-INF/maven/org.webjars.npm/uplot/pom.properties";

  private ReportPage() {}

  /**
   * The page.
   *
   * @param data JSON
   */
  static String of(String title, String data) throws IOException {
    String uplot = "META-INF/resources/webjars/uplot/" + uplotVersion() + "/";
    StringBuilder page = new StringBuilder();
    Matcher place = PLACE.matcher(text("io/bagoftricks/engine/report/report.html"));
    while (place.find()) {
      String content =
          switch (place.group(1)) {
            case "title" -> escaped(title);
            case "report.css" -> text("io/bagoftricks/engine/report/report.css");
            case "report.js" -> text("io/bagoftricks/engine/report/report.js");
            case "uplot.css" -> text(uplot + "dist/uPlot.min.css");
            case "uplot.js" -> text(uplot + "dist/uPlot.iife.min.js");
            case "uplot.license" -> text(uplot + "LICENSE");
            // No data may end the script that holds them.
            case "data" -> data.replace("<", "\\u003c");
            default -> throw new IllegalStateException("Nothing belongs at " + place.group());
          };
      place.appendReplacement(page, Matcher.quoteReplacement(content));
    }
    return place.appendTail(page).toString();
  }

  private static String uplotVersion() throws IOException {
    Properties properties = new Properties();
    try (InputStream stream = open(UPLOT)) {
      properties.load(stream);
    }
    return properties.getProperty("version", "");
  }

  private static String text(String resource) throws IOException {
    try (InputStream stream = open(resource)) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static InputStream open(String resource) throws IOException {
    InputStream stream = ReportPage.class.getClassLoader().getResourceAsStream(resource);
    if (stream == null) {
      throw new IOException(resource + " is not on the class path, so there can be no report.");
    }
    return stream;
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
