-- A second factor (sealed; the step whose code was used last), a PIN for shared tablets, and when somebody was last there.
ALTER TABLE users ADD COLUMN totp_sealed TEXT;
ALTER TABLE users ADD COLUMN totp_step BIGINT NOT NULL DEFAULT 0;
ALTER TABLE users ADD COLUMN pin_hash TEXT;
ALTER TABLE users ADD COLUMN last_seen_at BIGINT;

-- How a session was opened, and the tablet it is on, where people may switch by PIN.
ALTER TABLE sessions ADD COLUMN opened_by TEXT NOT NULL DEFAULT 'password';
ALTER TABLE sessions ADD COLUMN device TEXT;
CREATE INDEX sessions_of_user ON sessions (user_id);

-- Sign-ins between the password and the code. No session: nothing else is known by such a token.
CREATE TABLE sign_ins (
    token_hash TEXT PRIMARY KEY,
    user_id    BIGINT NOT NULL REFERENCES users (id),
    created_at BIGINT NOT NULL
);

-- Invitations that nobody has taken yet. The link's token is known by its hash alone.
CREATE TABLE invitations (
    id         BIGINT PRIMARY KEY,
    token_hash TEXT NOT NULL UNIQUE,
    name       TEXT NOT NULL,
    role       TEXT NOT NULL,
    invited_by TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
INSERT INTO counters (name, value) VALUES ('invitation', 0);
