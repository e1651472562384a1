#!/usr/bin/env bash
# What the browser loads must hold no word that only the server knows: neither its tables nor its secrets.
set -euo pipefail
. "$(dirname "$0")/lib.sh"

[ -f "$site/pkg/atobarai-desk.wasm" ] || die "Run 'make wasm' first: there is no $site/pkg/atobarai-desk.wasm."
inside='sp_code_sealed|password_hash|token_hash|secret\.key|DESK_SECRET|DESK_ADMIN|XChaCha|argon2|sqlx|sim-sp-code'
# The compressed copies say the same.
found=$(find "$site" -type f ! -name '*.br' ! -name '*.gz' -exec grep -aoEH "$inside" {} + | sort -u | paste -sd ' ' || true)
[ -z "$found" ] || die "Keep this out of the browser half: $found."
printf '✔ What the browser loads holds nothing of the server\n'
