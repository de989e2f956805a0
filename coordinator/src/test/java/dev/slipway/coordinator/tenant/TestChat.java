package dev.slipway.coordinator.tenant;

/** A chat that a test made. */
public record TestChat(String tenant, String project, String chat, long chatNo) {
  public String name() {
    return "tenants/" + tenant + "/chats/" + chat;
  }
}
