#!/usr/bin/env bash
# The desk's tests and a short chaos run once more, on a PostgreSQL of their own.
set -euo pipefail
. "$(dirname "$0")/lib.sh"

[ -n "${DESK_TEST_POSTGRES:-}" ] || exec scripts/with-postgres.sh scripts/test-postgres.sh
mend="mend what cargo says above, then run this again."
step "Running the desk's tests on PostgreSQL" "$mend" cargo test --features ssr --test desk -- --test-threads=4 </dev/null
step "Running a short chaos run on PostgreSQL" "$mend" cargo test --features ssr --test chaos -- --nocapture </dev/null
