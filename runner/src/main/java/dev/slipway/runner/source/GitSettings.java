package dev.slipway.runner.source;

import java.io.IOException;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.lib.StoredConfig;
import org.eclipse.jgit.util.FS;
import org.eclipse.jgit.util.SystemReader;

/**
 * Keeps JGit out of the home of whoever runs the coordinator: it would measure the file system's
 * clock for a second and write that down there. The user's git settings are read as ever: they may
 * say how the network is reached.
 */
final class GitSettings {
  private GitSettings() {}

  /** Call before anything else of JGit. */
  static void use() {
    SystemReader.setInstance(
        new SystemReader.Delegate(SystemReader.getInstance()) {
          @Override
          public StoredConfig getJGitConfig() {
            return new InMemory();
          }
        });
    FS.FileStoreAttributes.setBackground(true);
  }

  /** Holds what JGit writes for as long as this runner lives. */
  private static final class InMemory extends StoredConfig {
    InMemory() {
      super((Config) null);
    }

    @Override
    public void load() throws IOException {}

    @Override
    public void save() throws IOException {}
  }
}
