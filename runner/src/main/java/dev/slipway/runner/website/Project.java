package dev.slipway.runner.website;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.slipway.runner.step.Reason;
import dev.slipway.runner.step.StepFailed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/** What {@code package.json} says. */
final class Project {
  private final Path root;
  private final JsonObject json;

  private Project(Path root, JsonObject json) {
    this.root = root;
    this.json = json;
  }

  /** The project in {@code root}; empty when it has no package.json, and so is plain HTML. */
  static Optional<Project> in(Path root) throws IOException, StepFailed {
    Path file = root.resolve("package.json");
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    String text = Files.readString(file);
    // Editors on Windows put a byte order mark in front; npm reads past it.
    String content = text.startsWith("\uFEFF") ? text.substring(1) : text;
    try {
      return Optional.of(new Project(root, JsonParser.parseString(content).getAsJsonObject()));
    } catch (JsonParseException | IllegalStateException e) {
      throw new StepFailed(
          Reason.CONFIG_ERROR,
          "package.json is not a JSON object: " + e.getMessage() + ".",
          "Mend package.json.");
    }
  }

  Path root() {
    return root;
  }

  boolean has(String file) {
    return Files.exists(root.resolve(file));
  }

  /** The script {@code name}, as a shell reads it. */
  Optional<String> script(String name) {
    return object("scripts").flatMap(scripts -> text(scripts, name)).filter(s -> !s.isBlank());
  }

  Set<String> scripts() {
    return object("scripts").map(JsonObject::keySet).orElse(Set.of());
  }

  boolean dependsOn(String npmPackage) {
    return object("dependencies").filter(all -> all.has(npmPackage)).isPresent()
        || object("devDependencies").filter(all -> all.has(npmPackage)).isPresent();
  }

  /** Field {@code packageManager}: {@code pnpm@10.1.0+sha512.…}. */
  Optional<String> packageManager() {
    return text(json, "packageManager");
  }

  /** The program of a dependency, once it is installed. */
  Optional<Path> program(String name) {
    Path program = root.resolve("node_modules").resolve(".bin").resolve(name);
    return Files.isExecutable(program) ? Optional.of(program) : Optional.empty();
  }

  private Optional<JsonObject> object(String key) {
    JsonElement value = json.get(key);
    return value != null && value.isJsonObject()
        ? Optional.of(value.getAsJsonObject())
        : Optional.empty();
  }

  private static Optional<String> text(JsonObject object, String key) {
    JsonElement value = object.get(key);
    return value != null && value.isJsonPrimitive()
        ? Optional.of(value.getAsString())
        : Optional.empty();
  }
}
