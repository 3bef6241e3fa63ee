package io.bagoftricks.engine.plugin;

/** Something that a provider brings, with all that its card annotation says. */
public interface Descriptor {
  /** The kind of it. */
  PluginKind<?, ?> kind();

  /** The name in recipes. */
  String id();

  /** One sentence that describes it. */
  String summary();

  /** Where it is from; empty where nobody says. */
  String paper();

  /** The jar or folder it was found in. */
  String origin();

  /** The provider that was found there. */
  Object provider();

  /** The settings of a recipe that names none. */
  Record defaults();
}
