package dev.slipway.coordinator.fanout;

/**
 * Another coordinator said that builds have changed, or may have said so while it was not heard.
 * Carries no data: whoever hears it looks.
 */
public record Hinted() {}
