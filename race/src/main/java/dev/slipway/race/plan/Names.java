package dev.slipway.race.plan;

/** How tenants and chats of a race are called. */
public record Names(int tenants, int chatsPerTenant) {

  /** A tenant's id. */
  public String tenant(int number) {
    return "team-" + number;
  }

  /** A chat's id; each tenant has the same. */
  public String chat(int number) {
    return "chat-" + number;
  }

  /** How many builds the chat may run at a time at first: every tenth one two or three. */
  public int parallel(int chat) {
    return chat % 10 == 9 ? 2 + chat / 10 % 2 : 1;
  }

  /** Builds that a tenant may run at a time, when nobody plays with it. */
  public int runningMax(int tenant) {
    return 1 + tenant % 4;
  }

  /** CPU that a tenant may use at a time, when nobody plays with it: enough for every build. */
  public int cpuMillisMax(int tenant) {
    return 1_500 + 500 * (tenant % 3);
  }
}
