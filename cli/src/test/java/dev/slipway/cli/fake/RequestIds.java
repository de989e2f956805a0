package dev.slipway.cli.fake;

import com.google.protobuf.Message;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import java.util.List;

/** Notes the request_id of each request that has such a field. */
final class RequestIds implements ServerInterceptor {
  private final List<String> seen;

  RequestIds(List<String> seen) {
    this.seen = seen;
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    return new SimpleForwardingServerCallListener<>(next.startCall(call, headers)) {
      @Override
      public void onMessage(Q request) {
        if (request instanceof Message message) {
          var field = message.getDescriptorForType().findFieldByName("request_id");
          if (field != null) {
            seen.add((String) message.getField(field));
          }
        }
        super.onMessage(request);
      }
    };
  }
}
