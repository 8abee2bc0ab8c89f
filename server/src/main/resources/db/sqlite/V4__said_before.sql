-- Whether a status says something new is looked up by its key.
CREATE INDEX letter_of_key ON letter (letter_key, id);
