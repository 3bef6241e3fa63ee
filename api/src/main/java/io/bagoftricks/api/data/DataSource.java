package io.bagoftricks.api.data;

import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Where images come from. Where the settings are a record, that record may be the source itself. A
 * source is never closed: what its methods open they close again, but for the data sets that they
 * give, which are closed by whoever asks for them.
 *
 * @since 0.1
 */
@ConsumerType
public interface DataSource {
  /**
   * {@return the numbers of the data: what the recipe and, where the data are there, their headers
   * say} Planning needs no data. Asked for several times, with the same answer.
   *
   * @throws IOException if data are there but contradict the recipe or cannot be read; the message
   *     is shown to users, and says what to do
   */
  DataFacts facts() throws IOException;

  /**
   * {@return the name of each label, in order; numbers where nobody has named them} Asks for no
   * images.
   *
   * @throws IOException if the names cannot be read
   */
  default List<String> labelNames() throws IOException {
    return IntStream.range(0, facts().classes()).mapToObj(Integer::toString).toList();
  }

  /**
   * Opens a part. The engine asks for those of which {@link #facts} says that there are images,
   * perhaps several times, and closes each.
   *
   * @param split which images
   * @return its images and their labels
   * @throws IOException if the data are not there or cannot be read; the message is shown to users,
   *     and says what to do
   */
  Dataset open(Split split) throws IOException;
}
