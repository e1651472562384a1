#!/usr/bin/env bash
# Starts the app for trying it out: SQLite under data/, the simulator of NP and demo orders.
set -euo pipefail
. "$(dirname "$0")/lib.sh"

export LEPTOS_OUTPUT_NAME=atobarai-desk LEPTOS_SITE_ROOT=$site LEPTOS_SITE_PKG_DIR=pkg
export LEPTOS_SITE_ADDR=${LEPTOS_SITE_ADDR:-127.0.0.1:3000}
export DATABASE_URL=${DATABASE_URL:-sqlite://data/desk.db}
export DESK_SECRET_KEY_FILE=${DESK_SECRET_KEY_FILE:-data/secret.key}
export DESK_DEMO=${DESK_DEMO:-1}

if (: <"/dev/tcp/${LEPTOS_SITE_ADDR%:*}/${LEPTOS_SITE_ADDR##*:}") 2>/dev/null; then
  die "Stop what listens on $LEPTOS_SITE_ADDR, or choose another: LEPTOS_SITE_ADDR=127.0.0.1:3100 make run."
fi
mkdir -p data
chmod 700 data
printf '▸ Starting the app at http://%s (Ctrl+C stops it)\n' "$LEPTOS_SITE_ADDR"
exec target/release/atobarai-desk
