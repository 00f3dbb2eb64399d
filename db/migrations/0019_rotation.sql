-- A host's link is kept sealed beside its hash (0011): rotation of the root key reaches it too, and nothing else of the link.
grant select (id, event_id, sealed), update (sealed) on crew_links to touchline_work;
create policy links_rotation_select on crew_links for select to touchline_work
  using ((select claim_kind()) = 'rotation');
create policy links_rotation on crew_links for update to touchline_work
  using ((select claim_kind()) = 'rotation');
