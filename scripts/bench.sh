#!/usr/bin/env bash
# Measures the budgets, one after the other.
set -euo pipefail
. "$(dirname "$0")/lib.sh"

scripts/wasm-size.sh
