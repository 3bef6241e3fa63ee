package io.bagoftricks.backends.spi.natives;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which folder gets what runs as this user. */
final class NativeCacheTest {
  private static final Mounts NOTHING_MOUNTED = new Mounts(List.of());

  @TempDir private Path temporary;
  private Path home;
  private Account account;

  @BeforeEach
  void makeAHome() throws IOException {
    account = Account.own();
    home = folder(temporary.toRealPath().resolve("home"), "rwxr-xr-x");
  }

  @Test
  void makesAFolderThatIsTheUsersAlone() throws IOException {
    Path cache = home.resolve(".cache/bagoftricks");

    assertThat(choose(cache)).isEqualTo(cache);
    assertThat(mode(cache)).isEqualTo("rwx------");
    assertThat(choose(cache)).isEqualTo(cache);
  }

  @Test
  void refusesAFolderThatOthersCanRead() throws IOException {
    Path cache = folder(home.resolve("cache"), "rwxr-xr-x");

    assertThatThrownBy(() -> choose(cache))
        .isInstanceOf(NativeCacheException.class)
        .hasMessageContaining(
            "[natives/no-cache] Native libraries must be unpacked, but no folder can be used for it")
        .hasMessageContaining("chmod 700 '%s'", cache)
        .hasMessageContaining("TRICKS_CACHE");
    assertThat(mode(cache)).isEqualTo("rwxr-xr-x");

    folder(cache, "rwx------");
    assertThat(choose(cache)).isEqualTo(cache);
  }

  @Test
  void leavesTheModeToJavaCppWhereItsPropertyNamesTheFolder() throws IOException {
    Path cache = folder(home.resolve("cache"), "rwxr-xr-x");
    assertThat(choose(javaCpp(cache), account, NOTHING_MOUNTED)).isEqualTo(cache);

    folder(cache, "rwxrwxrwx");
    assertThatThrownBy(() -> choose(javaCpp(cache), account, NOTHING_MOUNTED))
        .hasMessageContaining("everyone may write in '%s'", cache);
  }

  @Test
  void refusesToGoOnInAFolderThatJavaCppHasChosenAndEveryoneMayWriteIn() throws IOException {
    Path cache = folder(home.resolve("cache"), "rwxrwxrwx");
    assertThatThrownBy(() -> NativeCache.requireSafe(cache, account))
        .isInstanceOf(NativeCacheException.class)
        .hasMessageStartingWith(
            "[natives/unsafe-cache] JavaCPP, which something has used before, unpacks its libraries"
                + " into '%s', but everyone may write in '%s'.",
            cache, cache)
        .hasMessageContaining("-Dorg.bytedeco.javacpp.cachedir");
  }

  @Test
  void refusesAnotherUsersFolder() throws IOException {
    Path shared = folder(home.resolve("tmp"), "rwxrwxrwx");
    Files.setAttribute(shared, "unix:mode", 01777);
    Path cache = folder(shared.resolve("bagoftricks-7"), "rwx------");

    // The folder was made by the user of this test, which the other one meets in a shared place.
    Account other = new Account(account.id() + 1, account.system());
    assertThatThrownBy(() -> choose(ours(cache), other, NOTHING_MOUNTED))
        .hasMessageContaining("belong")
        .hasMessageContaining("another user");
    assertThat(choose(cache)).isEqualTo(cache);
  }

  @Test
  void refusesAPlaceWhereOthersMayPutAnotherFolder() throws IOException {
    Path open = folder(home.resolve("open"), "rwxrwxrwx");
    Path cache = folder(open.resolve("cache"), "rwx------");

    assertThatThrownBy(() -> choose(cache))
        .hasMessageContaining("everyone may write in '%s'", open);
    assertThatThrownBy(() -> choose(open.resolve("new/cache")))
        .hasMessageContaining("everyone may write in '%s'", open);
    assertThat(open.resolve("new")).doesNotExist();

    Files.setAttribute(open, "unix:mode", 01777);
    assertThat(choose(cache)).isEqualTo(cache);
  }

  @Test
  void refusesALinkAndWhatIsNoFolder() throws IOException {
    Path real = folder(home.resolve("real"), "rwx------");
    Path link = Files.createSymbolicLink(home.resolve("link"), real);
    assertThatThrownBy(() -> choose(link)).hasMessageContaining("it is a link");

    Path file = Files.writeString(home.resolve("file"), "");
    assertThatThrownBy(() -> choose(file)).hasMessageContaining("it is not a folder");
    assertThatThrownBy(() -> choose(file.resolve("cache"))).hasMessageContaining("cannot be made");
  }

  @Test
  void followsLinksOfTheWayThatOnlyThisUserCanChange() throws IOException {
    Path disk = folder(home.resolve("disk"), "rwx------");
    Path link = Files.createSymbolicLink(home.resolve(".cache"), disk);
    assertThat(choose(link.resolve("bagoftricks"))).isEqualTo(link.resolve("bagoftricks"));
    assertThat(mode(disk.resolve("bagoftricks"))).isEqualTo("rwx------");

    folder(disk, "rwxrwxrwx");
    assertThatThrownBy(() -> choose(link.resolve("bagoftricks")))
        .hasMessageContaining("everyone may write in '%s'", disk);

    Path round = home.resolve("round");
    Files.createSymbolicLink(round, Path.of("round"));
    assertThatThrownBy(() -> choose(round.resolve("cache"))).hasMessageContaining("too many links");
  }

  @Test
  void refusesAFileSystemFromWhichNothingIsExecuted() {
    Path cache = home.resolve("cache");
    Mounts mounts =
        new Mounts(
            List.of(
                "/dev/sda1 / ext4 rw,noexec 0 0",
                "tmpfs " + home.getParent() + " tmpfs rw,nosuid 0 0",
                "tmpfs " + cache + " tmpfs rw,nosuid,noexec,relatime 0 0"));

    assertThatThrownBy(() -> choose(ours(cache), account, mounts))
        .hasMessageContaining("noexec")
        .hasMessageContaining("TRICKS_CACHE");
    assertThat(cache).doesNotExist();
    assertThat(choose(ours(home.resolve("cache2")), account, mounts))
        .isEqualTo(home.resolve("cache2"));
  }

  @Test
  void readsNamesWithSpacesInTheTableOfMounts() {
    Mounts mounts = new Mounts(List.of("tmpfs /a\\040b\\134c tmpfs noexec 0 0", "broken"));

    assertThat(mounts.forbidExecution(Path.of("/a b\\c/d"))).isTrue();
    assertThat(mounts.forbidExecution(Path.of("/a b\\cd"))).isFalse();
  }

  @Test
  void takesTheNextPlaceWhereOneWillNotDo() {
    Path fallback = home.resolve("tmp/bagoftricks-7");
    CacheChoice choice =
        new CacheChoice(List.of("/proc/bagoftricks", fallback.toString()), "", false);

    assertThat(choose(choice, account, NOTHING_MOUNTED)).isEqualTo(fallback);
  }

  @Test
  void looksWhereCachesBelong() {
    Properties properties = new Properties();
    properties.setProperty("java.io.tmpdir", "/tmp");
    properties.setProperty("user.home", "?");

    assertThat(CacheChoice.of(properties, Map.of(), 7).folders())
        .containsExactly("/tmp/bagoftricks-7");
    properties.setProperty("user.home", "/home/me");
    assertThat(
            CacheChoice.of(properties, Map.of("HOME", "/home/me", "XDG_CACHE_HOME", "x"), 7)
                .folders())
        .containsExactly("/home/me/.cache/bagoftricks", "/tmp/bagoftricks-7");
    assertThat(
            CacheChoice.of(properties, Map.of("HOME", "/h", "XDG_CACHE_HOME", "/disk/x"), 7)
                .folders())
        .containsExactly(
            "/disk/x/bagoftricks",
            "/h/.cache/bagoftricks",
            "/home/me/.cache/bagoftricks",
            "/tmp/bagoftricks-7");
  }

  @Test
  void takesWhatTheUserSets() {
    Properties properties = new Properties();
    properties.setProperty("java.io.tmpdir", "/tmp");
    Map<String, String> environment = Map.of("TRICKS_CACHE", "/b", "XDG_CACHE_HOME", "/x");

    properties.setProperty("org.bytedeco.javacpp.cachedir", "/c");
    assertThat(CacheChoice.of(properties, Map.of("HOME", "/h"), 7).folders()).containsExactly("/c");
    assertThat(CacheChoice.of(properties, environment, 7).folders()).containsExactly("/b");
    properties.setProperty("tricks.cache", "/a");
    assertThat(CacheChoice.of(properties, environment, 7).folders()).containsExactly("/a");
  }

  @Test
  void saysThatARelativeFolderWillNotDo() {
    assertThatThrownBy(() -> choose(Path.of("?/cache"))).hasMessageContaining("must be absolute");
    assertThat(Path.of("?")).doesNotExist();
  }

  @Test
  void saysThatANameWillNotDo() {
    CacheChoice choice = new CacheChoice(List.of("/a\0b"), "TRICKS_CACHE", false);

    assertThatThrownBy(() -> choose(choice, account, NOTHING_MOUNTED))
        .isInstanceOf(NativeCacheException.class)
        .hasMessageContaining("Java cannot use this name");
  }

  private Path choose(Path folder) {
    return choose(ours(folder), account, NOTHING_MOUNTED);
  }

  private static Path choose(CacheChoice choice, Account account, Mounts mounts) {
    return NativeCache.choose(choice, account, mounts);
  }

  private static CacheChoice ours(Path folder) {
    return new CacheChoice(List.of(folder.toString()), "TRICKS_CACHE", false);
  }

  private static CacheChoice javaCpp(Path folder) {
    return new CacheChoice(List.of(folder.toString()), "-Dorg.bytedeco.javacpp.cachedir", true);
  }

  private static Path folder(Path folder, String mode) throws IOException {
    Files.createDirectories(folder);
    return Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString(mode));
  }

  private static String mode(Path folder) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(folder));
  }
}
