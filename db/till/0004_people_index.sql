-- How people are found. All of it follows from the people's names and numbers and is written by store/people_index.py;
-- `person` is the rowid of the person's row. Nothing here outlives the person it leads to.

-- Under which words and digits each person stands, as they were indexed: what taking out again needs.
CREATE TABLE person_entry (
    person  INTEGER PRIMARY KEY,
    family  TEXT NOT NULL,
    others  TEXT NOT NULL,
    numbers TEXT NOT NULL
) STRICT;

-- Each word of a person beside each other one ('' where there is no other), family names (part 0) first. A list for
-- a beginning, and two words together, are each one range of this key; no row is read that is not shown or counted.
CREATE TABLE person_word (
    part   INTEGER NOT NULL,
    word   TEXT    NOT NULL,
    beside TEXT    NOT NULL,
    person INTEGER NOT NULL,
    PRIMARY KEY (part, word, beside, person)
) STRICT, WITHOUT ROWID;

-- Telephone numbers, as abroad and as at home, and card numbers: digits only.
CREATE TABLE person_number (
    digits TEXT    NOT NULL,
    person INTEGER NOT NULL,
    PRIMARY KEY (digits, person)
) STRICT, WITHOUT ROWID;

-- The different words, how they sound and how many people bear each. One that nobody bears any more is deleted.
CREATE TABLE known_word (
    word   TEXT    PRIMARY KEY,
    sound  TEXT    NOT NULL,
    people INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX known_word_sound ON known_word (sound, people DESC);

-- SymSpell: the beginning of each word, and the same without any one of its letters. A word and its misspelling
-- have one of these in common.
CREATE TABLE known_deletion (
    deletion TEXT NOT NULL,
    word     TEXT NOT NULL,
    PRIMARY KEY (deletion, word)
) STRICT, WITHOUT ROWID;
