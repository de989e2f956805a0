package dev.slipway.coordinator.stream;

import io.grpc.MethodDescriptor;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.ServerCalls;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * A service in which some server streams are answered with encoded messages. On the wire it is the
 * same service.
 */
public final class EncodedAnswers {
  private final ServerServiceDefinition service;
  private final Map<String, ServerMethodDefinition<?, ?>> replaced = new HashMap<>();

  /**
   * @param service as it is generated
   */
  public EncodedAnswers(ServerServiceDefinition service) {
    this.service = service;
  }

  /** Answers a server stream with this handler instead. */
  public <Q> EncodedAnswers with(
      MethodDescriptor<Q, ?> method, BiConsumer<Q, ServerCallStreamObserver<byte[]>> handler) {
    var encoded = method.toBuilder(method.getRequestMarshaller(), new EncodedMarshaller()).build();
    replaced.put(
        method.getFullMethodName(),
        ServerMethodDefinition.create(
            encoded,
            ServerCalls.asyncServerStreamingCall(
                (request, client) ->
                    handler.accept(request, (ServerCallStreamObserver<byte[]>) client))));
    return this;
  }

  /** The service with what was replaced. */
  public ServerServiceDefinition build() {
    var was = service.getServiceDescriptor();
    var descriptor =
        ServiceDescriptor.newBuilder(was.getName()).setSchemaDescriptor(was.getSchemaDescriptor());
    service.getMethods().forEach(method -> descriptor.addMethod(now(method).getMethodDescriptor()));
    var built = ServerServiceDefinition.builder(descriptor.build());
    service.getMethods().forEach(method -> built.addMethod(now(method)));
    return built.build();
  }

  private ServerMethodDefinition<?, ?> now(ServerMethodDefinition<?, ?> method) {
    return replaced.getOrDefault(method.getMethodDescriptor().getFullMethodName(), method);
  }
}
