package dev.slipway.coordinator.preview;

import dev.slipway.coordinator.blob.Sha256;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The first label of a host name under {@code localhost}, which says whose site is meant. Browsers
 * and systemd-resolved take {@code *.localhost} for loopback (RFC 6761), and each is an origin.
 */
sealed interface HostLabel {
  /** Of one build, for good. */
  record OfBuild(UUID build) implements HostLabel {}

  /** Of a chat: whatever it shows now. */
  record OfChat(String label) implements HostLabel {}

  Pattern CHAT = Pattern.compile("c-[0-9a-f]{40}");
  Pattern UUID_FORM =
      Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

  /** Reads a Host header; empty when it names no site. */
  static Optional<HostLabel> parse(@Nullable String host) {
    if (host == null) {
      return Optional.empty();
    }
    String name = host.toLowerCase(Locale.ROOT).replaceFirst(":\\d*$", "");
    if (!name.endsWith(".localhost")) {
      return Optional.empty();
    }
    String label = name.substring(0, name.length() - ".localhost".length());
    if (UUID_FORM.matcher(label).matches()) {
      return Optional.of(new OfBuild(UUID.fromString(label)));
    }
    return CHAT.matcher(label).matches() ? Optional.of(new OfChat(label)) : Optional.empty();
  }

  /**
   * The label of a chat. Hashed: a chat's id may be longer than the 63 characters of a label and
   * hold others than it may; and no two tenants meet.
   */
  static String ofChat(String tenant, String chat) {
    return "c-" + Sha256.of(tenant + "/" + chat).substring(0, 40);
  }
}
