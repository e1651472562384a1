#!/usr/bin/env bash
# bundle-css.sh FILE: prints the style sheet with every @import line replaced by the file it names, in
# the order of the lines, so that the browser asks once.
set -euo pipefail

# shellcheck disable=SC2094 # the file is only read
bundle() {
  local file=$1 line import='^@import[[:space:]]+(url\()?["'\'']?([^"'\'':()]+)["'\'']?\)?;[[:space:]]*$'
  [ -f "$file" ] || { printf '✘ Mend the @import that names %s: there is no such file.\n' "$file" >&2; exit 1; }
  while IFS= read -r line || [ -n "$line" ]; do
    if [[ $line =~ $import ]]; then
      bundle "$(dirname "$file")/${BASH_REMATCH[2]}"
    elif [[ $line =~ ^[[:space:]]*@import ]]; then
      printf '✘ Write it as @import "file.css"; on a line of its own in %s: %s\n' "$file" "$line" >&2
      exit 1
    else
      printf '%s\n' "$line"
    fi
  done <"$file"
}

bundle "$1"
