-- The words of a creative became a list of lines, each with its channels. Those that were here served every channel.
UPDATE creatives SET copy = (
  SELECT jsonb_object_agg(locale, jsonb_build_object(
    'lines', (
      SELECT jsonb_agg(jsonb_build_object(
        'kind', kind,
        'channels', '["web", "poster", "square"]'::jsonb,
        'text', words ->> kind,
        'source', words ->> 'source'
      ) ORDER BY kind DESC)
      FROM unnest(ARRAY['headline', 'description']) AS kind
    ),
    'judged', 0,
    'refused', '{}'::jsonb
  ))
  FROM jsonb_each(copy) AS said (locale, words)
)
WHERE EXISTS (SELECT FROM jsonb_each(copy) AS said (locale, words) WHERE words ? 'headline');
