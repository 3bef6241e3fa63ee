package io.bagoftricks.engine.cli.internal.invocation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Fonts are advised where they are what is missing. */
final class PictureTest {
  private static final String ADVICE = "apt install fontconfig";

  @Test
  void aChartThatCannotBeDrawnNeedsNoFonts() throws IOException {
    assertThat(
            said(
                () -> {
                  throw new IllegalArgumentException("no axis for Infinity");
                }))
        .isEqualToIgnoringNewLines(
            "warning: [picture/not-drawn] 'a.png' is missing: Java could not draw it (no axis for"
                + " Infinity). Everything else is there.");
  }

  @Test
  void fontsAreMissing() throws IOException {
    RuntimeException fonts = new RuntimeException("Fontconfig head is null");
    fonts.setStackTrace(
        new StackTraceElement[] {
          new StackTraceElement("sun.awt.FontConfiguration", "getVersion", "", 1),
          new StackTraceElement("org.knowm.xchart.BitmapEncoder", "save", "", 1)
        });

    assertThat(
            said(
                () -> {
                  throw fonts;
                }))
        .contains("(Fontconfig head is null). It needs fonts", ADVICE);
    assertThat(
            said(
                () -> {
                  throw new IllegalStateException(fonts);
                }))
        .contains(ADVICE);
    assertThat(
            said(
                () -> {
                  throw new UnsatisfiedLinkError("libfreetype.so.6");
                }))
        .contains(ADVICE);
  }

  private static String said(Picture.Drawing drawing) throws IOException {
    StringWriter said = new StringWriter();
    Picture.draw(Path.of("a.png"), drawing, new PrintWriter(said, true));
    return said.toString();
  }
}
