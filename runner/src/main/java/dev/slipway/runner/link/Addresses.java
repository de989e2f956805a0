package dev.slipway.runner.link;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where coordinators may listen, as far as this runner was told: the one that welcomed it last, the
 * one the ready file names now, those the coordinators name themselves, the one it was started
 * with. Safe for several threads.
 */
final class Addresses {
  /** Named by coordinators; more are left out. */
  private static final int NAMED_MAX = 64;

  /** What can be dialled; anything else that is named is left out. */
  private static final Pattern HOST_AND_PORT =
      Pattern.compile("[A-Za-z0-9.\\-\\[\\]:]{1,255}:\\d{1,5}");

  private final String first;
  private final Supplier<Optional<String>> readyFile;
  private @Nullable String welcomed;
  private List<String> named = List.of();

  /**
   * @param first {@code host:port} from the attempt file
   * @param readyFile asked each time; a restarted coordinator may listen elsewhere
   */
  Addresses(String first, Supplier<Optional<String>> readyFile) {
    this.first = first;
    this.readyFile = readyFile;
  }

  /** The coordinator at {@code address} has taken this runner. */
  synchronized void welcomed(String address) {
    welcomed = address;
  }

  /** Coordinators say where they listen; none means that nothing has changed. */
  synchronized void named(List<String> addresses) {
    List<String> sound =
        addresses.stream().limit(NAMED_MAX).filter(Addresses::canBeDialled).toList();
    if (!sound.isEmpty()) {
      named = sound;
    }
  }

  /** All of them, the likeliest first, each once. Reads the ready file. */
  List<String> all() {
    Optional<String> ready = readyFile.get().filter(Addresses::canBeDialled);
    synchronized (this) {
      Set<String> all = new LinkedHashSet<>();
      if (welcomed != null) {
        all.add(welcomed);
      }
      ready.ifPresent(all::add);
      all.addAll(named);
      all.add(first);
      return new ArrayList<>(all);
    }
  }

  private static boolean canBeDialled(String address) {
    return HOST_AND_PORT.matcher(address).matches();
  }
}
