package io.bagoftricks.backends.spi;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * How a backend is found: listed in {@code
 * META-INF/services/io.bagoftricks.backends.spi.BackendProvider}. Its constructor loads nothing.
 */
@ConsumerType
public interface BackendProvider {
  /** {@return the name on the command line: {@code nd4j}} */
  String id();

  /**
   * Of the backends that can be opened, the one with the highest preference is the default.
   *
   * @return any number, the higher the better
   */
  int preference();

  /**
   * Loads the natives. It first calls {@link
   * io.bagoftricks.backends.spi.natives.NativeCache#open()}, which sees to the folder that they are
   * unpacked into; nobody else does. Called for each run, and for each network that a program
   * loads, on new instances, perhaps in several threads at once.
   *
   * @return the backend
   * @throws BackendUnavailableException where this machine cannot run it, with the reason and what
   *     to do
   * @throws SettingException if a variable of the environment has a value that it cannot take
   */
  Backend open() throws BackendUnavailableException;
}
