package dev.slipway.coordinator.report;

import dev.slipway.coordinator.ledger.Sender;
import dev.slipway.coordinator.ledger.Sender.ResultMark;
import dev.slipway.runner.v1.Hello;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a runner and the coordinator agreed on at Welcome.
 *
 * @param protocol the version that both speak
 * @param connGen number of the stream among those of the attempt
 */
record Terms(int protocol, int connGen) {
  private static final int OLDEST = 1;
  private static final int NEWEST = 2;
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9-]{1,100}");

  /** The newest version that both speak. */
  static int protocol(Hello hello) {
    int newest = Math.max(hello.getProtocol(), hello.getNewestProtocol());
    ProtocolError.unless(
        hello.getProtocol() >= OLDEST && hello.getProtocol() <= NEWEST,
        "protocol %s to %s; this coordinator speaks %s to %s",
        hello.getProtocol(),
        newest,
        OLDEST,
        NEWEST);
    return Math.min(newest, NEWEST);
  }

  /** The pod; of a runner of protocol 1, which does not say, the empty one. */
  static String podUid(Hello hello) {
    return protocol(hello) == 1 ? "" : id("pod_uid", hello.getPodUid());
  }

  /** The process; of a runner of protocol 1, which does not come back, the empty one. */
  static String bootId(Hello hello) {
    return protocol(hello) == 1 ? "" : id("boot_id", hello.getBootId());
  }

  private static String id(String field, String value) {
    ProtocolError.unless(
        ID.matcher(value).matches(), "a Hello with %s %s", field, Words.cut(value, 100));
    return value;
  }

  /** Whether the runner keeps what is not acked and goes back when it is asked to. */
  boolean resumes() {
    return protocol > 1;
  }

  /** Whoever says number {@code seq} on this stream. */
  Sender sender(Caller caller, long seq, @Nullable ResultMark result) {
    return new Sender(caller.lease().attemptUid(), connGen, seq, result);
  }
}
