SELECT CAST(jsonb_build_object(
         'no', no,
         'xid', CAST(CAST(xid AS text) AS bigint),
         'snapshot', CAST(snapshot AS text),
         'at', at,
         'table', source,
         'op', op,
         'old', old,
         'new', new) AS text)
  FROM audit
 ORDER BY no
