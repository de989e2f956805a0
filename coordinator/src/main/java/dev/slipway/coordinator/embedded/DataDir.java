package dev.slipway.coordinator.embedded;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/**
 * The folder in which one coordinator keeps everything: database, blobs, attempts, its log. It is
 * locked as long as this is open; the kernel lets go of the lock when the process dies, however it
 * dies.
 */
final class DataDir implements AutoCloseable {
  private final Path root;
  private final @Nullable FileChannel lockFile;

  private DataDir(Path root, @Nullable FileChannel lockFile) {
    this.root = root;
    this.lockFile = lockFile;
  }

  /**
   * Makes the folder if need be and shares it with other coordinators of one database: each keeps
   * its own log, and none its database here.
   *
   * @throws StartFailure when it cannot be written
   */
  static DataDir share(Path folder) {
    Path root = folder.toAbsolutePath().normalize();
    try {
      makeFolders(root);
      return new DataDir(root, null);
    } catch (IOException e) {
      throw StartFailure.io("The data dir " + root + " cannot be written", e);
    }
  }

  private static void makeFolders(Path root) throws IOException {
    Files.createDirectories(root);
    // Tokens, sources and the database's password lie in it.
    Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwx------"));
    Files.createDirectories(root.resolve("attempts"));
    Files.createDirectories(root.resolve("blobs"));
  }

  /**
   * Makes the folder if need be, for its owner only, and locks it.
   *
   * @throws StartFailure when it cannot be written, or another coordinator has it
   */
  static DataDir open(Path folder) {
    Path root = folder.toAbsolutePath().normalize();
    try {
      makeFolders(root);
      FileChannel lockFile = FileChannel.open(root.resolve("lock"), READ, WRITE, CREATE);
      if (tryLock(lockFile) == null) {
        String holder = read(lockFile);
        lockFile.close();
        throw new StartFailure(
            "The data dir %s is in use by the coordinator with pid %s. Stop it, or choose another --data-dir."
                .formatted(root, holder));
      }
      write(lockFile, Long.toString(ProcessHandle.current().pid()));
      return new DataDir(root, lockFile);
    } catch (IOException e) {
      throw StartFailure.io("The data dir " + root + " cannot be written", e);
    }
  }

  /** The folder itself, absolute. */
  Path root() {
    return root;
  }

  /** The database's files. */
  Path postgres() {
    return root.resolve("postgres");
  }

  /** A folder for each attempt that runs. */
  Path attempts() {
    return root.resolve("attempts");
  }

  /** The program's own log. */
  Path log() {
    return root.resolve(
        lockFile == null
            ? "coordinator-" + ProcessHandle.current().pid() + ".log"
            : "coordinator.log");
  }

  /** Where the ready file of the coordinator that has the folder for itself is always written. */
  Path readyFile() {
    return root.resolve("coordinator.json");
  }

  /** Lets go of the folder; what is in it stays. */
  @Override
  public void close() {
    if (lockFile == null) {
      return;
    }
    try {
      lockFile.truncate(0);
      lockFile.close();
    } catch (IOException e) {
      throw StartFailure.io("Unlock " + root, e);
    }
  }

  private static @Nullable FileLock tryLock(FileChannel file) throws IOException {
    try {
      return file.tryLock();
    } catch (OverlappingFileLockException e) {
      return null; // held by this very process
    }
  }

  private static String read(FileChannel file) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(20);
    file.read(bytes, 0);
    String pid = new String(bytes.array(), 0, bytes.position(), US_ASCII).strip();
    return pid.isEmpty() ? "(not yet written)" : pid;
  }

  private static void write(FileChannel file, String pid) throws IOException {
    file.truncate(0);
    file.write(ByteBuffer.wrap(pid.getBytes(US_ASCII)), 0);
  }
}
