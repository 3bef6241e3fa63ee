package io.bagoftricks.engine.images.source;

import static io.bagoftricks.engine.images.source.PixelData.data;
import static io.bagoftricks.engine.images.source.PixelData.pixel;
import static io.bagoftricks.engine.images.source.PixelData.tar;
import static io.bagoftricks.engine.images.source.PixelData.values;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bagoftricks.api.data.Dataset;
import io.bagoftricks.api.data.Split;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which files are an example of a WebDataset, and which are wrong. */
final class WebDatasetTest {
  private final Map<String, byte[]> files = new LinkedHashMap<>();
  @TempDir private Path folder;

  @Test
  void theLastPartOfAnExtensionIsTheType() throws IOException {
    image("0.crop.png", 1);
    text("0.cls", "0");
    image("1.PNG", 2);
    text("1.label.cls", "1");
    image("2.crop.png", 3);
    text("2.label.json", "{\"label\": 1}");
    image("3.\u0130.png", 4); // becomes longer in small letters
    text("3.cls", "2");
    assertThat(values(open(0))).containsExactly("0:1", "1:2", "1:3", "2:4");
  }

  /** Their keys end at the first dot: all are one example. */
  @Test
  void numbersBehindADotAreNotExamplesOfTheirOwn() throws IOException {
    image("x/photo.0001.png", 1);
    text("x/photo.0001.cls", "0");
    image("x/photo.0002.png", 2);
    text("x/photo.0002.cls", "1");
    assertFault(
        "x.tar!/x/photo.0001.png and x/photo.0002.png are two images of one example, 'x/photo',"
            + " which is the name up to its first dot. Keep one of them");
    files.remove("x/photo.0001.png");
    assertFault("x/photo.0001.cls and x/photo.0002.cls are two labels of one example");
    files.clear();
    image("0.png", 1);
    text("0.a.json", "{\"label\": 0}");
    text("0.b.json", "{\"label\": 1}");
    assertFault("0.a.json and 0.b.json are two labels of one example");
  }

  /** It counts as a file that cannot be read, and its class is there. */
  @Test
  void aLabelWithoutAnImageIsNamed() throws IOException {
    image("0.png", 1);
    text("0.cls", "ant");
    text("1.heic", "x");
    text("1.cls", "bee");
    text("2.cls", "cat");
    text("3.json", "[]");
    image("4.png", 2);
    text("4.cls", "dog");

    Dataset images = open(1);

    assertThat(values(images)).containsExactly("0:1", "3:2");
    assertThat(images.faults())
        .containsExactly(
            folder
                + "/x.tar!/1.cls: It is a label without an image; '1.heic' beside it is not called"
                + " as one. Add the image as a JPEG or PNG file, or take the label out.",
            folder
                + "/x.tar!/2.cls: It is a label without an image. Add the image as a JPEG or PNG"
                + " file, or take the label out.",
            folder
                + "/x.tar!/3.json: It is a label without an image. Add the image as a JPEG or PNG"
                + " file, or take the label out.");
    assertThatThrownBy(() -> open(0)).hasMessageContaining("3 of 5 files are not images");
  }

  /** A file that is not taken is named once, and its class is there. */
  @Test
  void anImageThatIsNotTakenHasAClass() throws IOException {
    image("0.png", 1);
    text("0.cls", "bee");
    text("1.png", "");
    text("1.cls", "ant");
    text("2.png", "");
    text("2.cls", "");
    Dataset images = open(1);
    assertThat(values(images)).containsExactly("1:1");
    assertThat(images.faults())
        .containsExactly(
            folder + "/x.tar!/1.png: The file is empty.",
            folder + "/x.tar!/2.png: The file is empty.");
  }

  @Test
  void whatIsNoLabelIsNamed() throws IOException {
    image("0.png", 1);
    text("0.cls", "");
    assertFault("There is no label in " + folder + "/x.tar!/0.cls: The file is empty.");
    text("0.cls", " \n");
    assertFault("x.tar!/0.cls: there is no label in it.");
    files.remove("0.cls");
    text("0.json", "{\"label\": \" \"}");
    assertFault("x.tar!/0.json: there is no label in it, but a number or a name");
    text("0.json", "[".repeat(65));
    assertFault(
        "0.json: it is not JSON: Document nesting depth (65) exceeds the maximum allowed (64)");
  }

  @Test
  void labelsAreTextsInUtf8() throws IOException {
    image("0.png", 1);
    text("0.cls", "\uFEFF0\n");
    image("1.png", 2);
    text("1.json", "\uFEFF{\"label\": 1}");
    assertThat(values(open(0))).containsExactly("0:1", "1:2");

    files.put("0.cls", "caf\u00e9".getBytes(StandardCharsets.ISO_8859_1));
    assertFault("x.tar!/0.cls is not a text in UTF-8. Save it as UTF-8.");
    text("0.cls", "0\0");
    assertFault("x.tar!/0.cls is not a text in UTF-8. Save it as UTF-8.");
    text("0.cls", "0");
    files.put("1.json", "{\"label\": \"0\"}".getBytes(StandardCharsets.UTF_16));
    assertFault("x.tar!/1.json is not a text in UTF-8. Save it as UTF-8.");
  }

  @Test
  void jsonThatIsOfNoImageMakesNoWebDataset() throws IOException {
    image("train/a/0.png", 1);
    image("train/b/0.png", 2);
    text("train/info.json", "{\"label\": 0}");
    text("train/a/0.png.json", "{\"label\": 0}");
    assertThat(values(open(0))).containsExactly("0:1", "1:2");

    text("train/b/0.json", "{\"label\": 0}");
    assertFault(
        "x.tar!/train/a/0.png has no label: there is no file with the same name up to its first dot"
            + " and .cls or .json. Add one, or take the image out. It needs one because labels such"
            + " as 'train/info.json' make the tar files a WebDataset");
  }

  @Test
  void labelsWithoutAnyImageAreNamed() throws IOException {
    text("0.heic", "x");
    text("0.json", "{\"label\": 0}");
    assertFault(
        "has no images to train on, but 0 of other splits. The first that was not taken is "
            + folder
            + "/x.tar!/0.json: It is a label without an image; '0.heic'");
  }

  private void image(String name, int value) {
    files.put(name, pixel(value));
  }

  private void text(String name, String text) {
    files.put(name, text.getBytes(StandardCharsets.UTF_8));
  }

  private Dataset open(double maxBadFraction) throws IOException {
    return data(tar(folder.resolve("x.tar"), files), maxBadFraction).open(Split.TRAIN);
  }

  private void assertFault(String message) {
    assertThatThrownBy(() -> open(1)).isInstanceOf(IOException.class).hasMessageContaining(message);
  }
}
