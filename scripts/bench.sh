#!/usr/bin/env bash
# Measures the budgets, one after the other.
set -euo pipefail
. "$(dirname "$0")/lib.sh"

scripts/wasm-size.sh
peers=benches/browser
step "Installing what the desk is measured beside" "check the connection to the npm registry, then run this again." \
  npm ci --prefix "$peers" --no-audit --no-fund --loglevel=error </dev/null
step "Measuring the browser beside AG Grid and React" "read what it says above, then run this again." \
  npm run --silent --prefix "$peers" bench </dev/null
grid=(cargo bench --features ssr --bench grid)
step "Measuring the grid's queries on SQLite" "read what cargo says above, then run this again." "${grid[@]}" </dev/null
step "Measuring the grid's queries on PostgreSQL" "read what cargo says above, then run this again." scripts/with-postgres.sh "${grid[@]}" </dev/null
bench=(cargo bench --features ssr --bench credit)
step "Measuring 与信を実行 on SQLite" "read what cargo says above, then run this again." "${bench[@]}" </dev/null
step "Measuring 与信を実行 on PostgreSQL" "read what cargo says above, then run this again." scripts/with-postgres.sh "${bench[@]}" </dev/null
