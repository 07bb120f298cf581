-- Until when a lot of head office's may be sold; 9999-12-31 where nobody set an end.
ALTER TABLE voucher_lot ADD COLUMN sell_until TEXT NOT NULL DEFAULT '9999-12-31';
