package io.bagoftricks.engine.images.source;

import io.bagoftricks.engine.images.ImageFile;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/** Archives of data mostly have a folder around everything, or several, one in the other. */
final class WrappedTree {
  private WrappedTree() {}

  /**
   * The tree in the innermost folder that is around all images of an archive; all of it where there
   * is none. A list of classes beside such a folder comes with what is in it.
   *
   * @param name of the archive, for messages
   * @throws IOException if a list of classes cannot be read, or a folder may be one around classes
   *     as well as a class; the message is a sentence
   */
  static ImageTree unwrapped(ImageTree archive, String name) throws IOException {
    ImageTree tree = archive;
    while (true) {
      SortedSet<String> top = tree.foldersWithImages();
      if (top.size() != 1 || !isAround(tree, top.first(), name)) {
        return tree;
      }
      ImageTree inner = tree.in(top.first());
      @Nullable ImageFile list = tree.lists().get(ImageTree.CLASSES);
      tree = list == null ? inner : with(inner, list);
    }
  }

  private static boolean isAround(ImageTree tree, String folder, String name) throws IOException {
    ImageTree inner = tree.in(folder);
    SortedSet<String> folders = inner.foldersWithImages();
    @Nullable ImageFile list = tree.lists().get(ImageTree.CLASSES);
    if (SplitNames.of(folder).isPresent()
        || folders.isEmpty()
        || (list != null && ClassList.read(list).contains(folder))) {
      return false;
    }
    @Nullable String image = inner.imageAtTheTop().orElse(null);
    if (image != null && folders.stream().noneMatch(one -> SplitNames.of(one).isPresent())) {
      throw new IOException(
          "All images of %s are in its folder '%s', some in folders there and some not, such as %s: it may be a class as well as a folder around classes. Take out those that are not, or add a folder for another class beside it."
              .formatted(name, folder, image));
    }
    return true;
  }

  /** The list stands where there is none further in. */
  private static ImageTree with(ImageTree tree, ImageFile list) {
    Map<String, ImageFile> lists = new HashMap<>(tree.lists());
    lists.putIfAbsent(ImageTree.CLASSES, list);
    return new ImageTree(tree.place(), tree.folders(), tree.files(), tree.refused(), lists);
  }
}
