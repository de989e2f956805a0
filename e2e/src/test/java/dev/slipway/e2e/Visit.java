package dev.slipway.e2e;

import java.util.List;
import java.util.Map;

/**
 * What a browser saw of one page.
 *
 * @param title of the document
 * @param text what a reader sees
 * @param responses URL of each thing that was loaded, the page itself first, and its status
 * @param errors what the console shows as an error, exceptions, and requests that failed
 * @param screenshot PNG
 */
public record Visit(
    String title,
    String text,
    Map<String, Integer> responses,
    List<String> errors,
    byte[] screenshot) {}
