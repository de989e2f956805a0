-- Writes down every change of the queue's tables, in the transaction that makes it. Installed by tests only, before the first
-- build, by whoever owns the tables. What rolls back leaves no trace.

CREATE TABLE audit (
  -- Given by the trigger: in the order of commits for changes that wait for one another, in any order for others.
  no       bigint GENERATED ALWAYS AS IDENTITY,
  xid      xid8        NOT NULL DEFAULT pg_current_xact_id(),
  -- What had committed when the trigger ran. With it, the order of transactions that did not overlap is certain.
  snapshot pg_snapshot NOT NULL DEFAULT pg_current_snapshot(),
  at       timestamptz NOT NULL DEFAULT clock_timestamp(),
  source   text        NOT NULL,
  op       text        NOT NULL,
  old      jsonb,
  new      jsonb
);

-- Large columns that no rule reads are left out.
CREATE FUNCTION audit_row(full_row jsonb) RETURNS jsonb LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT full_row - CAST('{spec,labels,token_hash,results,failure,stop_failure,end_body}' AS text[])
$$;

-- A statement of a volatile function takes a snapshot of its own: it sees at least what the statement saw that fired it.
CREATE FUNCTION audit_change() RETURNS trigger LANGUAGE plpgsql VOLATILE AS $$
BEGIN
  INSERT INTO audit (source, op, old, new)
  VALUES (TG_ARGV[0], TG_OP,
          CASE WHEN TG_OP <> 'INSERT' THEN audit_row(to_jsonb(OLD)) END,
          CASE WHEN TG_OP <> 'DELETE' THEN audit_row(to_jsonb(NEW)) END);
  RETURN NULL;
END
$$;

DO $$
DECLARE
  audited text;
BEGIN
  IF EXISTS (SELECT 1 FROM build_request) THEN
    RAISE EXCEPTION 'there are builds already; the audit has to see them from their first row on';
  END IF;
  FOREACH audited IN ARRAY ARRAY['build_request', 'build_waiting', 'build_head', 'build_active', 'build_ended', 'quota', 'pause', 'tenant']
  LOOP
    EXECUTE format('CREATE TRIGGER audit AFTER INSERT OR UPDATE OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION audit_change(%L)', audited,
                   audited);
  END LOOP;
END
$$;

-- A chat's row changes at each submit; what rules read of it seldom does.
CREATE TRIGGER audit_new AFTER INSERT OR DELETE ON chat FOR EACH ROW EXECUTE FUNCTION audit_change('chat');
CREATE TRIGGER audit_policy AFTER UPDATE ON chat FOR EACH ROW
  WHEN (OLD.max_parallel IS DISTINCT FROM NEW.max_parallel)
  EXECUTE FUNCTION audit_change('chat');

-- What is there already.
INSERT INTO audit (source, op, new) SELECT 'tenant', 'INSERT', to_jsonb(tenant) FROM tenant;
INSERT INTO audit (source, op, new) SELECT 'chat', 'INSERT', to_jsonb(chat) FROM chat;
INSERT INTO audit (source, op, new) SELECT 'quota', 'INSERT', to_jsonb(quota) FROM quota;
INSERT INTO audit (source, op, new) SELECT 'pause', 'INSERT', to_jsonb(pause) FROM pause;
