package dev.slipway.runner.redact;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Finds many texts in a stream of bytes at once (Aho–Corasick): one step a byte, whatever the
 * number of texts. A state is how much of some text the last bytes are. Immutable once it is built.
 */
final class Automaton {
  static final int ROOT = 0;

  private static final int NONE = -1;

  // The transitions of the trie, as an open-addressed table from state and byte to state.
  private long[] keys = new long[1 << 10];
  private int[] targets = new int[1 << 10];
  private int transitions;

  private final List<Integer> depths = new ArrayList<>(List.of(0));
  private final List<List<Integer>> ends = new ArrayList<>(List.of(List.of()));
  private int[] shorter = new int[0];
  private int[] depth = new int[0];

  /** For each state the next shorter one, or itself, that ends a text; NONE for none. */
  private int[] ending = new int[0];

  private final int[] fromRoot = new int[256];

  Automaton() {
    Arrays.fill(keys, NONE);
  }

  /**
   * Adds a text.
   *
   * @param text one character a byte, at least one
   * @param number what {@link #textAt} says of it
   */
  void add(String text, int number) {
    int state = ROOT;
    for (int i = 0; i < text.length(); i++) {
      int next = child(state, text.charAt(i) & 0xff);
      if (next == NONE) {
        next = depths.size();
        depths.add(i + 1);
        ends.add(List.of());
        put(state, text.charAt(i) & 0xff, next);
      }
      state = next;
    }
    List<Integer> numbers = new ArrayList<>(ends.get(state));
    numbers.add(number);
    ends.set(state, List.copyOf(numbers));
  }

  /** To be called once, after the last text. */
  void build() {
    int states = depths.size();
    depth = depths.stream().mapToInt(Integer::intValue).toArray();
    shorter = new int[states];
    ending = new int[states];
    ending[ROOT] = NONE;
    List<List<Integer>> children = children(states);
    ArrayDeque<Integer> waiting = new ArrayDeque<>(List.of(ROOT));
    while (!waiting.isEmpty()) {
      int state = waiting.remove();
      for (int edge : children.get(state)) {
        int b = edge & 0xff;
        int next = child(state, b);
        shorter[next] = state == ROOT ? ROOT : next(shorter[state], b);
        ending[next] = ends.get(next).isEmpty() ? ending[shorter[next]] : next;
        if (state == ROOT) {
          fromRoot[b] = next;
        }
        waiting.add(next);
      }
    }
    depths.clear();
  }

  private List<List<Integer>> children(int states) {
    List<List<Integer>> children = new ArrayList<>();
    for (int i = 0; i < states; i++) {
      children.add(new ArrayList<>());
    }
    for (long key : keys) {
      if (key != NONE) {
        children.get((int) (key >>> 8)).add((int) (key & 0xff));
      }
    }
    return children;
  }

  /** The state after one more byte. */
  int next(int state, int b) {
    int at = state;
    while (at != ROOT) {
      int next = child(at, b);
      if (next != NONE) {
        return next;
      }
      at = shorter[at];
    }
    return fromRoot[b];
  }

  /** How many of the last bytes may still become a text. */
  int depth(int state) {
    return depth[state];
  }

  /** The longest state at or below this one in which a text ends; negative for none. */
  int ending(int state) {
    return ending[state];
  }

  /** The next shorter one; negative for none. */
  int nextEnding(int ending) {
    return this.ending[shorter[ending]];
  }

  /** The numbers of the texts that end in a state of {@link #ending}; its depth is their length. */
  List<Integer> textAt(int ending) {
    return ends.get(ending);
  }

  private int child(int state, int b) {
    long key = (long) state << 8 | b;
    for (int i = slot(key); ; i = i + 1 & keys.length - 1) {
      if (keys[i] == key) {
        return targets[i];
      }
      if (keys[i] == NONE) {
        return NONE;
      }
    }
  }

  private void put(int state, int b, int target) {
    if (++transitions * 2 > keys.length) {
      grow();
    }
    long key = (long) state << 8 | b;
    int i = slot(key);
    while (keys[i] != NONE) {
      i = i + 1 & keys.length - 1;
    }
    keys[i] = key;
    targets[i] = target;
  }

  private void grow() {
    long[] before = keys;
    int[] targetsBefore = targets;
    keys = new long[before.length * 2];
    Arrays.fill(keys, NONE);
    targets = new int[keys.length];
    for (int j = 0; j < before.length; j++) {
      if (before[j] != NONE) {
        int i = slot(before[j]);
        while (keys[i] != NONE) {
          i = i + 1 & keys.length - 1;
        }
        keys[i] = before[j];
        targets[i] = targetsBefore[j];
      }
    }
  }

  private int slot(long key) {
    // Fibonacci hashing: keys of neighbours come to stand far apart.
    return (int) ((key * 0x9E3779B97F4A7C15L) >>> 40) & keys.length - 1;
  }
}
