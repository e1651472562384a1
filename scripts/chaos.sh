#!/usr/bin/env bash
# Thousands of orders through real servers with everything going wrong, on SQLite and then on PostgreSQL. CHAOS_ORDERS
# sets the size, CHAOS_SEED repeats a run.
set -euo pipefail
. "$(dirname "$0")/lib.sh"

export CHAOS_ORDERS=${CHAOS_ORDERS:-3000}
export CHAOS_SEED=${CHAOS_SEED:-$RANDOM$RANDOM}
chaos=(cargo test --features ssr --test chaos -- --nocapture)
step "Running $CHAOS_ORDERS orders through chaos on SQLite" \
  "read the violations above; 'make chaos CHAOS_SEED=$CHAOS_SEED CHAOS_ORDERS=$CHAOS_ORDERS' runs the same again." \
  "${chaos[@]}" </dev/null
step "Running $CHAOS_ORDERS orders through chaos on PostgreSQL" \
  "read the violations above; 'make chaos CHAOS_SEED=$CHAOS_SEED CHAOS_ORDERS=$CHAOS_ORDERS' runs the same again." \
  scripts/with-postgres.sh "${chaos[@]}" </dev/null
