package dev.slipway.coordinator.fanout;

import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The few threads that write to all watchers: one a processor. What they run never blocks. Each
 * queue holds a watcher at most once, so it is as long as there are streams, which the edge bounds.
 */
@Singleton
class Pumps {
  private final List<BlockingQueue<Runnable>> queues = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();
  private final AtomicInteger next = new AtomicInteger();

  Pumps() {
    for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) {
      var queue = new LinkedBlockingQueue<Runnable>();
      queues.add(queue);
      threads.add(Thread.ofVirtual().name("pump-" + i).start(() -> run(queue)));
    }
  }

  /** The pump for one more watcher: each the same number. */
  Executor any() {
    return queues.get(Math.floorMod(next.getAndIncrement(), queues.size()))::add;
  }

  private static void run(BlockingQueue<Runnable> queue) {
    try {
      while (true) {
        queue.take().run();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @PreDestroy
  void close() {
    threads.forEach(Thread::interrupt);
  }
}
