package dev.slipway.runner.website;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Which package manager a project is for.
 *
 * @param lockfile the one it goes by; empty when there is none
 * @param others lockfiles of other managers, which are not used
 * @param version that package.json asks for; empty when it does not say
 */
record ManagerChoice(
    Manager manager, Optional<Lockfile> lockfile, List<Lockfile> others, Optional<String> version) {

  /**
   * The lockfile decides; between lockfiles of several managers, and where there is none, field
   * packageManager does.
   */
  static ManagerChoice of(Project project) throws IOException {
    List<Lockfile> lockfiles = Lockfile.of(project);
    Optional<ManagerField> field = ManagerField.of(project);
    Optional<Lockfile> chosen =
        lockfiles.stream()
            .filter(file -> field.filter(named -> named.manager() == file.manager()).isPresent())
            .findFirst()
            .or(() -> lockfiles.stream().findFirst());
    Manager manager =
        chosen
            .map(Lockfile::manager)
            .or(() -> field.map(ManagerField::manager))
            .orElse(Manager.NPM);
    return new ManagerChoice(
        manager,
        chosen,
        lockfiles.stream().filter(file -> file.manager() != manager).toList(),
        field.filter(named -> named.manager() == manager).map(ManagerField::version));
  }

  /** What installs first: frozen where there is a lockfile. */
  List<String> installWords() {
    return lockfile.isPresent() ? manager.frozenInstall() : manager.plainInstall();
  }

  /** {@code npm ci}: the manager and the words that tell what it does. */
  String title() {
    List<String> words = installWords();
    boolean said = words.size() > 1 && words.get(1).matches("--(frozen-lockfile|immutable)");
    return manager.program() + " " + words.getFirst() + (said ? " " + words.get(1) : "");
  }
}
