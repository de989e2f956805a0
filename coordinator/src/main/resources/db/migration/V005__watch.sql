-- Whoever watches many builds asks which have changed since a moment. Rows are added in the order of time, so a few bytes for 16
-- pages find the newest; ended_recent does the same for ends. A tree would cost every submit and every event an insert.
CREATE INDEX request_recent ON build_request USING brin (create_time) WITH (pages_per_range = 16, autosummarize = on);
CREATE INDEX event_recent ON event_other USING brin (event_time) WITH (pages_per_range = 16, autosummarize = on);
