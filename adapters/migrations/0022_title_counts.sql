-- What is counted of a title stands in one index, in the order of time: a popular title's exposures are spread over the
-- whole table, and reading them there is reading all of it. It takes the place of one that knew no time.
CREATE INDEX events_of_title ON events (workspace_id, title_id, received_at)
  INCLUDE (cluster_id, context, creative_id, policy_version, basis, propensity) WHERE kind = 'exposure';
DROP INDEX events_exposures, events_clicks;
