/**
 * Steps from an empty file to what this version needs, in order; `user_version` counts those done.
 * A step that was shipped is never changed: another one is added.
 */
export const migrations: readonly string[] = [
  `
  CREATE TABLE accounts (
    user_id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    avatar TEXT NOT NULL,
    -- 'owner', 'signed' (by a UserSig) or 'guest'
    kind TEXT NOT NULL,
    may_publish INTEGER NOT NULL DEFAULT 1,
    created_ms INTEGER NOT NULL
  ) WITHOUT ROWID;

  -- A token itself is never kept: its SHA-256 is.
  CREATE TABLE tokens (
    hash TEXT PRIMARY KEY,
    user_id TEXT NOT NULL,
    -- Hash of the UserSig it was given for, or a mark of the owner's secret; empty for guests
    sig TEXT NOT NULL,
    expires_ms INTEGER NOT NULL
  ) WITHOUT ROWID;
  CREATE INDEX tokens_by_sig ON tokens (sig) WHERE sig <> '';
  CREATE INDEX tokens_by_expiry ON tokens (expires_ms);

  -- UserSigs that were signed out; kept for as long as they would be good.
  CREATE TABLE revoked_sigs (sig TEXT PRIMARY KEY, expires_ms INTEGER NOT NULL) WITHOUT ROWID;

  -- Stream names that were given to people, and whether they may still be published.
  CREATE TABLE streams (
    name TEXT PRIMARY KEY,
    user_id TEXT NOT NULL,
    refused INTEGER NOT NULL DEFAULT 0
  ) WITHOUT ROWID;

  CREATE TABLE rooms (
    room_id TEXT PRIMARY KEY,
    owner_id TEXT NOT NULL,
    state TEXT NOT NULL,
    -- RoomInfo as JSON
    info TEXT NOT NULL,
    -- roomInfo of RoomService, as it came
    room_info TEXT NOT NULL,
    invite TEXT NOT NULL,
    created_ms INTEGER NOT NULL,
    started_ms INTEGER,
    -- RoomStats of the show under way, as JSON
    stats TEXT NOT NULL
  ) WITHOUT ROWID;
  CREATE INDEX rooms_open ON rooms (created_ms) WHERE state <> 'close';

  CREATE TABLE anchors (
    room_id TEXT NOT NULL,
    user_id TEXT NOT NULL,
    name TEXT NOT NULL,
    avatar TEXT NOT NULL,
    stream TEXT NOT NULL,
    PRIMARY KEY (room_id, user_id)
  ) WITHOUT ROWID;

  CREATE TABLE room_roles (
    room_id TEXT NOT NULL, user_id TEXT NOT NULL, role TEXT NOT NULL,
    PRIMARY KEY (room_id, user_id)
  ) WITHOUT ROWID;
  CREATE TABLE room_bans (
    room_id TEXT NOT NULL, user_id TEXT NOT NULL,
    PRIMARY KEY (room_id, user_id)
  ) WITHOUT ROWID;
  CREATE TABLE followers (
    owner_id TEXT NOT NULL, user_id TEXT NOT NULL, since_ms INTEGER NOT NULL,
    PRIMARY KEY (owner_id, user_id)
  ) WITHOUT ROWID;
  CREATE TABLE custom_fields (
    room_id TEXT NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL,
    PRIMARY KEY (room_id, name)
  ) WITHOUT ROWID;

  -- Figures of each minute of a show; a show is known by when it began.
  CREATE TABLE minutes (
    room_id TEXT NOT NULL, show_ms INTEGER NOT NULL, minute INTEGER NOT NULL,
    online INTEGER NOT NULL, joins INTEGER NOT NULL, likes INTEGER NOT NULL,
    messages INTEGER NOT NULL, gifts INTEGER NOT NULL,
    PRIMARY KEY (room_id, show_ms, minute)
  ) WITHOUT ROWID;
  -- RoomSummary without its minutes, as JSON.
  CREATE TABLE summaries (
    room_id TEXT NOT NULL, show_ms INTEGER NOT NULL, summary TEXT NOT NULL,
    PRIMARY KEY (room_id, show_ms)
  ) WITHOUT ROWID;
  `,
  `
  -- The desk of each room and the hall of PKs, as JSON: goes on after a crash.
  CREATE TABLE cohost_states (name TEXT PRIMARY KEY, state TEXT NOT NULL) WITHOUT ROWID;

  -- A code itself is never kept: its SHA-256 is. user_id is empty until somebody has used it.
  CREATE TABLE guest_links (
    hash TEXT PRIMARY KEY,
    room_id TEXT NOT NULL,
    user_id TEXT NOT NULL DEFAULT '',
    expires_ms INTEGER NOT NULL
  ) WITHOUT ROWID;
  CREATE INDEX guest_links_by_room ON guest_links (room_id);

  -- How a round of a PK ended, for each room that was in it.
  CREATE TABLE pk_rounds (
    room_id TEXT NOT NULL, pk_id TEXT NOT NULL, round INTEGER NOT NULL,
    at_ms INTEGER NOT NULL,
    -- PkRound as JSON
    result TEXT NOT NULL,
    PRIMARY KEY (room_id, pk_id, round)
  ) WITHOUT ROWID;
  `,
];
