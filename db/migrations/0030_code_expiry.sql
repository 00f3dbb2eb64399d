-- Typed codes of events that nobody works on any more expire (safety T1): the fewer are valid, the longer is
-- guessed in vain. The secret of the QR code has 128 bits and stays. Codes that exist have from now on as long
-- as new ones.
alter table join_secrets add column code_expires_at timestamptz not null default now() + interval '14 days';
