package dev.slipway.coordinator.retain;

import dev.slipway.coordinator.sql.BatchRepository;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;

/** The partitions of {@code build_ended}. */
@Singleton
class MonthRepository extends BatchRepository {

  /** A month, and whether its builds have a partition of their own. */
  record Month(LocalDate first, boolean own) {}

  /** Makes those of this month and of so many after it that are missing. Safe to repeat. */
  List<Month> make(Connection connection, int ahead) {
    return ask(
            connection,
            """
            SELECT month, make_month_of_history(month) AS own
              FROM (SELECT CAST(date_trunc('month', now() AT TIME ZONE 'UTC') + n * interval '1 month' AS date) AS month
                      FROM generate_series(0, ?) AS n) months
             ORDER BY month
            """)
        .value(ahead)
        .query(
            row ->
                new Month(
                    Objects.requireNonNull(row.getObject("month", LocalDate.class)),
                    row.getBoolean("own")));
  }
}
