CREATE TABLE visitors (
  id            TEXT    NOT NULL PRIMARY KEY,
  channel       TEXT    NOT NULL,
  external_id   TEXT,
  name          TEXT    NOT NULL,
  locale        TEXT    NOT NULL,
  page_url      TEXT    NOT NULL,
  page_title    TEXT    NOT NULL,
  page_referrer TEXT    NOT NULL,
  tags          TEXT    NOT NULL,
  details       TEXT    NOT NULL,
  created_at    INTEGER NOT NULL,
  updated_at    INTEGER NOT NULL,
  UNIQUE (channel, external_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE tokens (
  hash         TEXT    NOT NULL PRIMARY KEY,
  kind         TEXT    NOT NULL,
  principal_id TEXT    NOT NULL,
  name         TEXT    NOT NULL,
  channel      TEXT    NOT NULL,
  role         TEXT    NOT NULL,
  scopes       TEXT    NOT NULL,
  created_at   INTEGER NOT NULL,
  touched_at   INTEGER NOT NULL,
  expires_at   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX tokens_of_a_principal ON tokens (kind, principal_id, created_at);
CREATE INDEX tokens_by_expiry ON tokens (expires_at);

CREATE TABLE credentials (
  agent_id   TEXT    NOT NULL PRIMARY KEY,
  password   TEXT    NOT NULL,
  changed_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE idempotency_keys (
  principal_kind TEXT    NOT NULL,
  principal_id   TEXT    NOT NULL,
  idem_key       TEXT    NOT NULL,
  fingerprint    TEXT    NOT NULL,
  status         INTEGER NOT NULL,
  body           BLOB    NOT NULL,
  created_at     INTEGER NOT NULL,
  PRIMARY KEY (principal_kind, principal_id, idem_key)
) STRICT, WITHOUT ROWID;
CREATE INDEX idempotency_keys_by_age ON idempotency_keys (created_at);

CREATE TABLE files (
  id            TEXT    NOT NULL PRIMARY KEY,
  digest        TEXT    NOT NULL,
  owner_kind    TEXT    NOT NULL,
  owner_id      TEXT    NOT NULL,
  name          TEXT    NOT NULL,
  mime_type     TEXT    NOT NULL,
  size          INTEGER NOT NULL,
  width         INTEGER NOT NULL,
  height        INTEGER NOT NULL,
  thumbnail_id  TEXT    NOT NULL,
  thumbnail_of  TEXT    NOT NULL,
  created_at    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX files_by_digest ON files (digest);
CREATE INDEX files_by_age ON files (created_at);

CREATE TABLE file_conversations (
  file_id         TEXT NOT NULL,
  conversation_id TEXT NOT NULL,
  PRIMARY KEY (file_id, conversation_id)
) STRICT, WITHOUT ROWID;
