package dev.slipway.coordinator.model;

/** How many seconds earlier a build counts. */
enum Priority {
  LOW(-300),
  NORMAL(0),
  HIGH(300),
  CRITICAL(3600);

  final int headStartSeconds;

  Priority(int headStartSeconds) {
    this.headStartSeconds = headStartSeconds;
  }
}
