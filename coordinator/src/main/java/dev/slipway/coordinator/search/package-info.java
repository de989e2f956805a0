/**
 * Lines of logs that hold a text. In: a query, and a build or a tenant. Out: the lines that match,
 * safe to show, page by page; each call looks at a bounded number of bytes and builds and says how
 * far it came. Logs are read chunk after chunk and never held: a line may be as long as it likes.
 */
@NullMarked
package dev.slipway.coordinator.search;

import org.jspecify.annotations.NullMarked;
