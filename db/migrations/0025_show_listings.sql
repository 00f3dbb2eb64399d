-- LiveKit is asked who is in a show's room outside of any transaction. Each question takes a number before it is
-- asked, and an answer with a lower number than the last one applied is out of date.
create sequence show_listings;
grant usage on sequence show_listings to touchline_app;
alter table cameras add column listing bigint not null default 0;
