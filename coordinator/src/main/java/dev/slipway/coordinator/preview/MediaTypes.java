package dev.slipway.coordinator.preview;

import io.micronaut.http.MediaType;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** What a file is, by its extension. With nosniff a wrong answer is a script that does not run. */
final class MediaTypes {
  /** What Micronaut's table lacks or has otherwise than browsers want it. */
  private static final Map<String, String> OURS =
      Map.ofEntries(
          Map.entry("html", "text/html"),
          Map.entry("htm", "text/html"),
          Map.entry("css", "text/css"),
          Map.entry("js", "text/javascript"),
          Map.entry("mjs", "text/javascript"),
          Map.entry("cjs", "text/javascript"),
          Map.entry("json", "application/json"),
          Map.entry("map", "application/json"),
          Map.entry("webmanifest", "application/manifest+json"),
          Map.entry("wasm", "application/wasm"),
          Map.entry("svg", "image/svg+xml"),
          Map.entry("ico", "image/x-icon"),
          Map.entry("png", "image/png"),
          Map.entry("jpg", "image/jpeg"),
          Map.entry("jpeg", "image/jpeg"),
          Map.entry("gif", "image/gif"),
          Map.entry("webp", "image/webp"),
          Map.entry("avif", "image/avif"),
          Map.entry("woff", "font/woff"),
          Map.entry("woff2", "font/woff2"),
          Map.entry("ttf", "font/ttf"),
          Map.entry("otf", "font/otf"),
          Map.entry("mp4", "video/mp4"),
          Map.entry("webm", "video/webm"),
          Map.entry("mp3", "audio/mpeg"),
          Map.entry("m4a", "audio/mp4"),
          Map.entry("txt", "text/plain"),
          Map.entry("md", "text/markdown"),
          Map.entry("xml", "application/xml"),
          Map.entry("rss", "application/rss+xml"),
          Map.entry("pdf", "application/pdf"));

  private static final Set<String> TEXT =
      Set.of("application/json", "application/manifest+json", "application/xml", "image/svg+xml");

  private MediaTypes() {}

  /** The Content-Type for a file's name. */
  static String of(String file) {
    String name = file.substring(file.lastIndexOf('/') + 1);
    int dot = name.lastIndexOf('.');
    String extension = dot < 0 ? "" : name.substring(dot + 1).toLowerCase(Locale.ROOT);
    String type = OURS.get(extension);
    if (type == null) {
      type =
          MediaType.forExtension(extension)
              .map(MediaType::getName)
              .orElse(MediaType.APPLICATION_OCTET_STREAM);
    }
    return type.startsWith("text/") || TEXT.contains(type) ? type + "; charset=utf-8" : type;
  }
}
