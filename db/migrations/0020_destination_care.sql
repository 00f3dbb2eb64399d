-- Which of a destination's two servers comes first; the crew may turn it round when the first one ails.
alter table destinations add column server text not null default 'first' check (server in ('first', 'backup'));

-- More buttons beside a verdict: the other server of the same destination, and the platform's own page.
alter table output_status drop constraint output_status_remedy_check;
alter table output_status add constraint output_status_remedy_check check (remedy in
  ('replace-key', 'check-address', 'try-now', 'use-backup', 'use-first', 'open-platform'));

-- Last four characters of a secret, so that a person can tell two apart; never of a short one.
alter table destination_secrets add column hint text not null default '' check (char_length(hint) <= 4);
grant select (hint), update (hint) on destination_secrets to touchline_app;

-- A test with pictures takes longer, and says meanwhile how far it is.
alter table destination_tests
  add column pictures boolean not null default false,
  add column stage text check (stage in ('connecting', 'sending')),
  add column stage_at timestamptz;
