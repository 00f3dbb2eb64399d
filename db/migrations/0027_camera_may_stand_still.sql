-- Set for a camera that is still by nature, such as one on the goal line: its still picture is no fault.
alter table cameras add column may_stand_still boolean not null default false;
