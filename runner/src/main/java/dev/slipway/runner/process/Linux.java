package dev.slipway.runner.process;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/** The two calls of Linux that Java has no word for. Elsewhere they do nothing. */
final class Linux {
  static final boolean HERE = System.getProperty("os.name", "").equals("Linux");

  /** prctl(2). */
  private static final int PR_SET_CHILD_SUBREAPER = 36;

  /** waitpid(2). */
  private static final int WNOHANG = 1;

  private Linux() {}

  /**
   * Makes this process the parent of every descendant whose own parent ends (prctl(2)), so that no
   * double fork hides one from us. False where that cannot be had.
   */
  static boolean adoptOrphans() {
    if (!HERE) {
      return false;
    }
    MethodHandle prctl =
        call(
            "prctl",
            FunctionDescriptor.of(
                ValueLayout.JAVA_INT,
                ValueLayout.JAVA_INT,
                ValueLayout.JAVA_LONG,
                ValueLayout.JAVA_LONG,
                ValueLayout.JAVA_LONG,
                ValueLayout.JAVA_LONG),
            Linker.Option.firstVariadicArg(1));
    try {
      return (int) prctl.invokeExact(PR_SET_CHILD_SUBREAPER, 1L, 0L, 0L, 0L) == 0;
    } catch (Throwable e) {
      throw new IllegalStateException("prctl(PR_SET_CHILD_SUBREAPER)", e);
    }
  }

  /**
   * Takes the exit status of one dead child. By its pid only: waitpid(-1) would steal the exit code
   * of a command that Java waits for.
   */
  static void reap(long pid) {
    if (!HERE) {
      return;
    }
    MethodHandle waitpid =
        call(
            "waitpid",
            FunctionDescriptor.of(
                ValueLayout.JAVA_INT,
                ValueLayout.JAVA_INT,
                ValueLayout.ADDRESS,
                ValueLayout.JAVA_INT));
    try {
      int _ = (int) waitpid.invokeExact((int) pid, MemorySegment.NULL, WNOHANG);
    } catch (Throwable e) {
      throw new IllegalStateException("waitpid " + pid, e);
    }
  }

  private static MethodHandle call(
      String name, FunctionDescriptor descriptor, Linker.Option... options) {
    Linker linker = Linker.nativeLinker();
    MemorySegment address = linker.defaultLookup().findOrThrow(name);
    return linker.downcallHandle(address, descriptor, options);
  }
}
