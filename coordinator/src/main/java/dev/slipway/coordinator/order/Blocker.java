package dev.slipway.coordinator.order;

/** Why a head does not start now. A head may have several; all of them have to go. */
public sealed interface Blocker {

  /** Where the obstacle is. */
  Scope scope();

  /**
   * The scope has too little left. It goes when enough of what runs there has ended.
   *
   * @param limit what the scope may hold
   * @param used what it holds; more than the limit when that was lowered
   * @param needed what the head would add
   */
  record Full(Scope scope, Resource resource, long limit, long used, long needed)
      implements Blocker {}

  /**
   * The head needs more than the scope may hold at all. It goes only when the limit is raised or
   * the build asks for less.
   */
  record NeverFits(Scope scope, Resource resource, long limit, long needed) implements Blocker {}

  /** Somebody paused the scope. It goes when somebody resumes it, or when its time is over. */
  record Paused(Scope scope) implements Blocker {}

  /**
   * What the scope has left is kept for a head that comes first and has waited for too long. It
   * goes when that head has started.
   */
  record Reserved(Scope scope, Head by) implements Blocker {}
}
