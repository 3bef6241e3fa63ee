package io.bagoftricks.engine.data;

import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;

/** Where images come from; a record whose components are the keys in the recipe. */
public interface DataSource {
  /**
   * What the recipe and, where the data are there, their headers say. Planning needs no data.
   *
   * @throws IOException if data are there but contradict the recipe or cannot be read
   */
  DataFacts facts() throws IOException;

  /**
   * What each label is called, in order; numbers where nobody has named them. Asks for no images.
   *
   * @throws IOException if the names cannot be read
   */
  default List<String> labelNames() throws IOException {
    return IntStream.range(0, facts().classes()).mapToObj(Integer::toString).toList();
  }

  /**
   * Opens a part.
   *
   * @throws IOException if the data are not there or cannot be read, with what to do
   */
  Dataset open(Split split) throws IOException;
}
