CREATE TABLE person_word (
    word   TEXT    NOT NULL,
    name   TEXT    NOT NULL,
    person INTEGER NOT NULL,
    PRIMARY KEY (word, name, person)
) STRICT, WITHOUT ROWID;
CREATE INDEX person_word_person ON person_word (person);
