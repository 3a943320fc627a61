-- A thumbnail is shown where its picture is: that is not written down twice.
DELETE FROM file_conversations WHERE file_id IN (SELECT id FROM files WHERE thumbnail_of <> '');

-- When the last message was sent that shows the file there, in milliseconds; 0 until its message is found in the journal.
ALTER TABLE file_conversations ADD COLUMN sent_at INTEGER NOT NULL DEFAULT 0;
UPDATE file_conversations SET sent_at = unixepoch() * 1000;
CREATE INDEX file_conversations_by_conversation ON file_conversations (conversation_id);
CREATE INDEX file_conversations_by_age ON file_conversations (sent_at, file_id, conversation_id);
CREATE INDEX files_by_owner ON files (owner_kind, owner_id);

-- Contents that may be in their place though no file has them.
CREATE TABLE loose_contents (
  digest TEXT NOT NULL PRIMARY KEY
) STRICT, WITHOUT ROWID;

-- The journal's offset up to which files of messages are noted.
CREATE TABLE file_cursor (
  one  INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
  next INTEGER NOT NULL
) STRICT;
