-- The tables of a tier on MySQL. Times are milliseconds since 1970-01-01T00:00Z, days are counted from there: no column
-- depends on a session's time zone. Comparisons are exact and do not pad.

CREATE TABLE IF NOT EXISTS mark (
  name VARCHAR(32) NOT NULL,
  value BIGINT NOT NULL,
  PRIMARY KEY (name)
) CHARACTER SET utf8mb4 COLLATE utf8mb4_0900_bin;

INSERT IGNORE INTO mark (name, value) VALUES ('cursor', 0), ('removals', 0);

-- A conversation's number, which stands for it in the rows of its messages.
CREATE TABLE IF NOT EXISTS thread (
  num BIGINT NOT NULL AUTO_INCREMENT,
  id VARCHAR(255) NOT NULL,
  visitor VARCHAR(255) NOT NULL,
  PRIMARY KEY (num),
  UNIQUE KEY thread_by_id (id),
  KEY thread_by_visitor (visitor)
) CHARACTER SET utf8mb4 COLLATE utf8mb4_0900_bin;

-- The months that have tables, as year * 100 + month, and how many messages are in each.
CREATE TABLE IF NOT EXISTS month (
  month INT NOT NULL,
  messages BIGINT NOT NULL,
  PRIMARY KEY (month)
);

-- In which months a conversation has messages. Never narrower than the truth; wider after messages were removed.
CREATE TABLE IF NOT EXISTS span (
  thread BIGINT NOT NULL,
  month INT NOT NULL,
  first_seq BIGINT NOT NULL,
  last_seq BIGINT NOT NULL,
  PRIMARY KEY (thread, month)
);

-- Always empty: the model of message_2026_11 and so on, which the tier makes.
CREATE TABLE IF NOT EXISTS message (
  thread BIGINT NOT NULL,
  seq BIGINT NOT NULL,
  epoch VARCHAR(255) NOT NULL,
  channel VARCHAR(255) NOT NULL,
  author_kind VARCHAR(32) NOT NULL,
  author VARCHAR(255) NOT NULL,
  sent_at BIGINT NOT NULL,
  day INT NOT NULL,
  internal BOOLEAN NOT NULL,
  text MEDIUMTEXT NOT NULL,
  body MEDIUMBLOB NOT NULL,
  amend_kind INT NOT NULL,
  amend_by BIGINT NOT NULL,
  amend_text MEDIUMTEXT NOT NULL,
  PRIMARY KEY (thread, seq),
  KEY message_by_day (day)
) CHARACTER SET utf8mb4 COLLATE utf8mb4_0900_bin;

-- Always empty: the model of words_2026_11 and so on. The full-text index wants a key of this name, and that each row's
-- is higher than those before; a search that needs no other column never reads the rows.
CREATE TABLE IF NOT EXISTS words (
  FTS_DOC_ID BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
  thread BIGINT NOT NULL,
  seq BIGINT NOT NULL,
  sent_at BIGINT NOT NULL,
  channel VARCHAR(255) NOT NULL,
  agent VARCHAR(255) NOT NULL,
  words MEDIUMTEXT NOT NULL,
  PRIMARY KEY (FTS_DOC_ID),
  UNIQUE KEY words_by_message (thread, seq),
  FULLTEXT KEY words_by_word (words) WITH PARSER ngram
) CHARACTER SET utf8mb4 COLLATE utf8mb4_0900_bin;

CREATE TABLE IF NOT EXISTS conversation (
  id VARCHAR(255) NOT NULL,
  epoch VARCHAR(255) NOT NULL,
  channel VARCHAR(255) NOT NULL,
  visitor VARCHAR(255) NOT NULL,
  visitor_name TEXT NOT NULL,
  state VARCHAR(64) NOT NULL,
  team VARCHAR(255) NOT NULL,
  agent VARCHAR(255) NOT NULL,
  last_seq BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  closed_at BIGINT NOT NULL,
  head MEDIUMBLOB NOT NULL,
  PRIMARY KEY (id),
  KEY conversation_by_update (updated_at, id),
  KEY conversation_by_state (state, updated_at, id),
  KEY conversation_by_visitor (visitor, updated_at, id),
  KEY conversation_by_agent (agent, updated_at, id)
) CHARACTER SET utf8mb4 COLLATE utf8mb4_0900_bin;
