package dev.slipway.cli.submit;

import com.google.protobuf.ByteString;
import dev.slipway.cli.json.MessageJson;
import dev.slipway.cli.outcome.ExitCode;
import dev.slipway.cli.outcome.Problem;
import dev.slipway.cli.pack.Archive;
import dev.slipway.cli.pack.Folder;
import dev.slipway.cli.pack.Limits;
import dev.slipway.cli.shell.Shell;
import dev.slipway.cli.shell.Words;
import dev.slipway.v1.ArchiveFormat;
import dev.slipway.v1.Build;
import dev.slipway.v1.Git;
import dev.slipway.v1.InlineFiles;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** Reads what {@code submit} is given: {@code DIR|FILE|-} or a git address. */
public final class Reader {
  /** Of the files in one request: InlineFiles. */
  private static final int INLINE_BYTES_MAX = 1 << 20;

  /** Of a build in JSON: what a call may hold, with its files in base64. */
  private static final int JSON_BYTES_MAX = 4 << 20;

  private final Shell shell;

  public Reader(Shell shell) {
    this.shell = shell;
  }

  /** A folder, packed; an archive; a JS or TS file; a build in JSON. */
  public Given path(Path path, boolean isSnippet) throws IOException {
    if (Files.isDirectory(path)) {
      Archive archive = Folder.pack(path);
      return Given.ofArchive(
          archive, shown(path) + ", packed to " + Words.size(archive.sizeBytes()));
    }
    if (!Files.exists(path)) {
      throw new NoSuchFileException(path.toString());
    }
    String name = String.valueOf(path.getFileName());
    try (BufferedInputStream in = new BufferedInputStream(Files.newInputStream(path))) {
      Optional<ArchiveFormat> format = Magic.of(in);
      if (format.isPresent()) {
        Archive archive = Archive.of(path, format.get(), false);
        return Given.ofArchive(archive, shown(path) + ", " + Words.size(archive.sizeBytes()));
      }
      if (isSnippet || name.matches(".*\\.[cm]?[jt]sx?")) {
        return script(in, name);
      }
      if (name.endsWith(".json")) {
        return json(in, path.toString());
      }
    }
    throw unknown(path.toString());
  }

  /** As a person in the working folder would name it. */
  private static Path shown(Path path) {
    Path here = Path.of("").toAbsolutePath();
    Path there = path.toAbsolutePath();
    return there.startsWith(here) && !there.equals(here) ? here.relativize(there) : path;
  }

  /**
   * Standard input: an archive, a build in JSON, or with the template {@code snippet} a JS file.
   */
  public Given standardInput(boolean isSnippet) throws IOException {
    BufferedInputStream in = new BufferedInputStream(shell.in());
    Optional<ArchiveFormat> format = Magic.of(in);
    if (format.isPresent()) {
      return Given.ofArchive(spool(in, format.get()), "the archive on standard input");
    }
    return isSnippet ? script(in, "snippet.js") : json(in, "standard input");
  }

  /** {@code URL[#ref]}. */
  static Given git(String address) {
    int hash = address.lastIndexOf('#');
    Git.Builder git =
        Git.newBuilder().setRepository(hash < 0 ? address : address.substring(0, hash));
    return Given.ofGit(hash < 0 ? git.build() : git.setRef(address.substring(hash + 1)).build());
  }

  private static Archive spool(InputStream in, ArchiveFormat format) throws IOException {
    Path file = Files.createTempFile("slipway-source-", ".archive");
    try {
      try (OutputStream out = Files.newOutputStream(file)) {
        byte[] bytes = new byte[64 * 1024];
        long copied = 0;
        for (int read = in.read(bytes); read > 0; read = in.read(bytes)) {
          copied += read;
          Limits.checkArchive("standard input", copied);
          out.write(bytes, 0, read);
        }
      }
      return Archive.of(file, format, true);
    } catch (IOException | RuntimeException failed) {
      Files.deleteIfExists(file);
      throw failed;
    }
  }

  private static Given script(InputStream in, String name) throws IOException {
    ByteString content = ByteString.copyFrom(read(in, INLINE_BYTES_MAX, name));
    return Given.ofScript(
        InlineFiles.newBuilder().putFiles(name, content).build(),
        name + ", " + Words.size(content.size()));
  }

  private static Given json(InputStream in, String where) throws IOException {
    String text = new String(read(in, JSON_BYTES_MAX, where), StandardCharsets.UTF_8);
    if (!text.stripLeading().startsWith("{")) {
      throw unknown(where);
    }
    Build.Builder build = Build.newBuilder();
    MessageJson.read(text, where, build);
    return Given.ofJson(build.build(), where);
  }

  private static byte[] read(InputStream in, int bytesMax, String what) throws IOException {
    byte[] bytes = in.readNBytes(bytesMax + 1);
    if (bytes.length > bytesMax) {
      throw new Problem(
          ExitCode.USAGE,
          what + " is larger than the limit of " + Words.size(bytesMax),
          "put it into a folder and submit that");
    }
    return bytes;
  }

  private static Problem unknown(String what) {
    return new Problem(
        ExitCode.USAGE,
        what
            + " is neither a folder, an archive (zip, tar.gz, tar.zst), a JS or TS file nor a build"
            + " in JSON",
        "for a single script under another name give --template snippet");
  }
}
