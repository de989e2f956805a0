package dev.slipway.cli.chat;

import dev.slipway.cli.option.EnumWord;
import dev.slipway.v1.Chat;

/** Reads {@code continue} or {@code block}. */
final class OnFailureName extends EnumWord<Chat.OnFailure> {
  OnFailureName() {
    super("a way to go on after a failure", Chat.OnFailure.values());
  }
}
