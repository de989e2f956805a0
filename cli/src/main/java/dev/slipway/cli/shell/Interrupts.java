package dev.slipway.cli.shell;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/** Ctrl-C, for commands that answer it themselves. */
@FunctionalInterface
public interface Interrupts {

  /** Until it is closed Ctrl-C is answered by a handler. */
  @FunctionalInterface
  interface Taken extends AutoCloseable {
    @Override
    void close();
  }

  /** Has this run, on a thread of its own, at each Ctrl-C instead of ending the process. */
  Taken take(Runnable handler);

  /**
   * Those of this process. Java has no public interface for signals; where it has none at all,
   * Ctrl-C goes on to end the process.
   */
  static Interrupts ofProcess() {
    return handler -> {
      try {
        Object before = Signals.handle(Signals.handler(handler));
        return () -> Signals.restore(before);
      } catch (ReflectiveOperationException none) {
        return () -> {};
      }
    };
  }

  /** {@code sun.misc.Signal}, named at run time only. */
  final class Signals {
    private Signals() {}

    private static Class<?> handlerType() throws ClassNotFoundException {
      return Class.forName("sun.misc.SignalHandler");
    }

    static Object handler(Runnable handler) throws ReflectiveOperationException {
      return Proxy.newProxyInstance(
          Interrupts.class.getClassLoader(),
          new Class<?>[] {handlerType()},
          (proxy, method, arguments) ->
              switch (method.getName()) {
                case "handle" -> {
                  handler.run();
                  yield null;
                }
                case "equals" -> arguments != null && proxy == arguments[0];
                case "hashCode" -> System.identityHashCode(proxy);
                default -> "Ctrl-C";
              });
    }

    /** Sets a handler; the one before. */
    static Object handle(Object handler) throws ReflectiveOperationException {
      Class<?> type = Class.forName("sun.misc.Signal");
      Object signal = type.getConstructor(String.class).newInstance("INT");
      return type.getMethod("handle", type, handlerType()).invoke(null, signal, handler);
    }

    static void restore(Object before) {
      try {
        handle(before);
      } catch (InvocationTargetException refused) {
        throw new IllegalStateException(refused.getCause());
      } catch (ReflectiveOperationException impossible) {
        throw new IllegalStateException(impossible);
      }
    }
  }
}
