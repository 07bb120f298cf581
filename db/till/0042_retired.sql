-- Where the journal says that this till closed for good; 0 while it has not.
ALTER TABLE till_state ADD COLUMN retired_position INTEGER NOT NULL DEFAULT 0;
