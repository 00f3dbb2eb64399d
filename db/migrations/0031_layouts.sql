-- Layouts of several cells: the first is on_air, the others have columns of their own, because a key to cameras holds each.
alter table events
  drop constraint events_layout_check,
  add constraint events_layout_check
    check (layout in ('single', 'side-by-side', 'picture-in-picture', 'quad', 'two-plus-one', 'split')),
  add column cell2 uuid,
  add column cell3 uuid,
  add column cell4 uuid,
  -- {corner, size, border, borderColor, fit}, defaults where absent.
  add column layout_options jsonb not null default '{}',
  -- {position, transition} of a T-bar that is between its ends, on the way to what is on preview.
  add column tbar jsonb,
  add constraint events_cell2 foreign key (id, cell2) references cameras (event_id, id) on delete set null (cell2),
  add constraint events_cell3 foreign key (id, cell3) references cameras (event_id, id) on delete set null (cell3),
  add constraint events_cell4 foreign key (id, cell4) references cameras (event_id, id) on delete set null (cell4);

-- How long a transition takes, and which way, is in data.
alter table switch_logs add constraint switch_logs_transition_check
  check (transition in ('cut', 'mix', 'wipe', 'dip', 'slide', 'push'));
