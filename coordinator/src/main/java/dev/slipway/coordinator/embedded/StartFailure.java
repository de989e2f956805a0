package dev.slipway.coordinator.embedded;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The coordinator cannot start, for a reason that its operator can mend. The message is one line:
 * the value, what is wrong with it, what to do.
 */
public final class StartFailure extends RuntimeException {
  StartFailure(String message) {
    super(message);
  }

  StartFailure(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /** A failure around an I/O error on a file; a full disk is told as one. */
  static StartFailure io(String act, IOException cause) {
    return noRoom(cause.toString())
        ? new StartFailure(
            act + ": no space left on the device. Free some space or choose another folder.", cause)
        : new StartFailure(
            act + ": " + words(cause) + ". Check the folder's owner, or choose another.", cause);
  }

  /** What the operating system said, without the names of our classes. */
  private static String words(IOException cause) {
    return switch (cause) {
      case AccessDeniedException denied -> denied.getFile() + ": Permission denied";
      case FileAlreadyExistsException exists -> exists.getFile() + " is not a folder";
      case FileSystemException failed when failed.getReason() != null ->
          failed.getFile() + ": " + failed.getReason();
      default -> String.valueOf(cause.getMessage());
    };
  }

  /** Whether these words of the operating system or of Postgres mean that the disk is full. */
  static boolean noRoom(String words) {
    String lower = words.toLowerCase(Locale.ROOT);
    return lower.contains("no space left on device")
        || lower.contains("quota exceeded")
        // Postgres' hint when a write came out short.
        || lower.contains("check free disk space");
  }
}
