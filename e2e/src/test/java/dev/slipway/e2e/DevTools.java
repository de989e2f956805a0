package dev.slipway.e2e;

import static org.awaitility.Awaitility.await;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One tab, driven by the Chrome DevTools Protocol. Only what a visit needs:
 * https://chromedevtools.github.io/devtools-protocol/
 */
final class DevTools implements WebSocket.Listener {

  private static final Duration QUIET = Duration.ofMillis(500);

  private final StringBuilder partial = new StringBuilder();
  private final AtomicInteger lastId = new AtomicInteger();
  private final Map<Integer, CompletableFuture<JsonObject>> answers = new ConcurrentHashMap<>();
  private final CompletableFuture<Void> loaded = new CompletableFuture<>();
  private final Map<String, Integer> responses = Collections.synchronizedMap(new LinkedHashMap<>());
  private final List<String> errors = new CopyOnWriteArrayList<>();
  private final Set<String> pending = ConcurrentHashMap.newKeySet();
  private WebSocket socket;

  private DevTools() {}

  static Visit visit(HttpClient client, URI endpoint, String uri) {
    var tab = new DevTools();
    tab.socket = client.newWebSocketBuilder().buildAsync(endpoint, tab).join();
    try {
      for (var domain : List.of("Page", "Network", "Runtime", "Log")) {
        tab.call(domain + ".enable", new JsonObject());
      }
      var target = new JsonObject();
      target.addProperty("url", uri);
      tab.call("Page.navigate", target);
      await("the page has loaded").atMost(Slipway.PATIENCE).until(tab.loaded::isDone);
      await("its network is quiet")
          .atMost(Slipway.PATIENCE)
          .during(QUIET)
          .until(tab.pending::isEmpty);
      return new Visit(
          tab.evaluate("document.title"),
          tab.evaluate("document.body.innerText"),
          Map.copyOf(tab.responses),
          List.copyOf(tab.errors),
          tab.screenshot());
    } finally {
      tab.socket.abort();
    }
  }

  private String evaluate(String expression) {
    var parameters = new JsonObject();
    parameters.addProperty("expression", expression);
    return call("Runtime.evaluate", parameters)
        .getAsJsonObject("result")
        .get("value")
        .getAsString();
  }

  private byte[] screenshot() {
    return Base64.getDecoder()
        .decode(call("Page.captureScreenshot", new JsonObject()).get("data").getAsString());
  }

  private JsonObject call(String method, JsonObject parameters) {
    var id = lastId.incrementAndGet();
    var answer = new CompletableFuture<JsonObject>();
    answers.put(id, answer);
    var message = new JsonObject();
    message.addProperty("id", id);
    message.addProperty("method", method);
    message.add("params", parameters);
    socket.sendText(message.toString(), true).join();
    return answer.join();
  }

  @Override
  public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
    partial.append(data);
    if (last) {
      var message = JsonParser.parseString(partial.toString()).getAsJsonObject();
      partial.setLength(0);
      if (message.has("id")) {
        var answer = answers.remove(message.get("id").getAsInt());
        answer.complete(
            message.has("result") ? message.getAsJsonObject("result") : new JsonObject());
      } else {
        happened(message.get("method").getAsString(), message.getAsJsonObject("params"));
      }
    }
    from.request(1);
    return CompletableFuture.completedStage(null);
  }

  private void happened(String method, JsonObject event) {
    switch (method) {
      case "Page.loadEventFired" -> loaded.complete(null);
      case "Network.requestWillBeSent" -> pending.add(event.get("requestId").getAsString());
      case "Network.loadingFinished" -> pending.remove(event.get("requestId").getAsString());
      case "Network.loadingFailed" -> {
        pending.remove(event.get("requestId").getAsString());
        errors.add("failed request: " + event);
      }
      case "Network.responseReceived" -> {
        var response = event.getAsJsonObject("response");
        responses.put(response.get("url").getAsString(), response.get("status").getAsInt());
      }
      case "Runtime.exceptionThrown" -> errors.add("exception: " + event);
      case "Runtime.consoleAPICalled" -> {
        if (event.get("type").getAsString().equals("error")) {
          errors.add("console: " + event);
        }
      }
      case "Log.entryAdded" -> {
        if (event.getAsJsonObject("entry").get("level").getAsString().equals("error")) {
          errors.add("log: " + event);
        }
      }
      // The protocol has hundreds of events; a visit needs none of the others.
      default -> {}
    }
  }
}
