#!/usr/bin/env bash
# The browser half and everything else the browser loads: target/site, as the server expects it.
set -euo pipefail
. "$(dirname "$0")/lib.sh"

name=atobarai-desk
pkg=$site/pkg
built=$front_target_dir/$wasm_triple/wasm-release/atobarai_desk.wasm
# What the files in $pkg were made from: equal to last time means nothing to do.
stamp=$front_target_dir/pkg.stamp

# Panics name files by where this machine keeps its crates: that is nobody's business, and weighs something.
compile() {
  local crates=${CARGO_HOME:-$HOME/.cargo}/registry/src
  CARGO_TARGET_DIR=$front_target_dir cargo build \
    --config "target.$wasm_triple.rustflags = ['--remap-path-prefix', '$crates=']" \
    --lib --no-default-features --features hydrate \
    --target "$wasm_triple" --profile wasm-release
}

# What wasm_split marks becomes files of its own, which the browser loads when they are needed.
# Their names say which build they belong to: a page from before an update must not get parts of another program.
take_apart() {
  local part build
  "$(wasm_split_path)" "$built" "$fresh" --target web --out-name "$name" || return
  build=$(sha256sum "$built" | cut -c 1-12)
  for part in "$fresh"/chunk_*.wasm "$fresh"/split_*.wasm; do
    part=$(basename "$part" .wasm)
    mv "$fresh/$part.wasm" "$fresh/$part-$build.wasm"
    sed -i "s|/$part\.wasm|/$part-$build.wasm|g" "$fresh/__wasm_split.js"
  done
}

bindgen() {
  "$(wasm_bindgen_path)" --keep-lld-exports --target web --out-name "$name" --out-dir "$fresh" "$fresh/$name.wasm" &&
    rm "$fresh/$name.wasm"
}

# The largest first: the small ones are done beside it.
shrink() {
  ls -S "$fresh"/*.wasm | xargs -P "$(nproc)" -n 1 scripts/shrink-wasm.sh
}

# Leptos names the file without wasm-bindgen's suffix when LEPTOS_OUTPUT_NAME is set as the server is
# compiled (.cargo/config.toml sets it).
rename() {
  mv "$fresh/${name}_bg.wasm" "$fresh/$name.wasm"
  sed -i "s/${name}_bg\.wasm/$name.wasm/g" "$fresh/$name.js"
  rm -f "$fresh"/*.d.ts
}

# Everything but $pkg is a copy of public/, so what left public/ leaves the site too. Dates are kept:
# they tell which compressed copies are still good.
copy_public() {
  local file original
  while IFS= read -r file; do
    original=public/${file#"$site/"}
    [ -e "$original" ] || [ -e "${original%.br}" ] || [ -e "${original%.gz}" ] || rm "$file"
  done < <(find "$site" -path "$pkg" -prune -o -type f -print)
  [ ! -d public ] || cp -Rpu public/. "$site/"
}

[ -n "$(wasm_split_path)" ] || die "Run 'make setup': wasm-split is not installed."
[ -n "$(wasm_bindgen_path)" ] || die "Run 'make setup': wasm-bindgen $(locked_version wasm-bindgen) is not installed."
step "Compiling the browser half" "mend what the compiler says, then run this again." compile

tools_now="$(wasm_split_path) $(wasm_bindgen_path) $(wasm_opt_path) $(locked_version wasm-bindgen)"
now=$(printf '%s\n' "$tools_now" | cat - "$built" scripts/build-wasm.sh scripts/shrink-wasm.sh | sha256sum)
if [ -f "$pkg/$name.wasm" ] && [ "$now" = "$(cat "$stamp" 2>/dev/null)" ]; then
  skip "wasm-bindgen and wasm-opt: nothing changed"
else
  fresh=$(mktemp -d)
  trap 'rm -rf "$fresh"' EXIT
  quiet_step "Taking the browser half apart with wasm-split" "run 'make setup', then run this again." take_apart
  quiet_step "Making the browser half loadable with wasm-bindgen" "run 'make setup', then run this again." bindgen
  if [ -n "$(wasm_opt_path)" ]; then
    quiet_step "Shrinking it with wasm-opt" "delete .tools and run 'make setup', then run this again." shrink
  else
    warn "wasm-opt is not there: the WebAssembly file stays about twice as large ('make setup' installs it where npm is)."
  fi
  rename
  rm -rf "$pkg"
  mkdir -p "$pkg"
  cp -R "$fresh/." "$pkg/"
  printf '%s' "$now" >"$stamp"
fi

copy_public
scripts/compress-site.sh
scripts/wasm-size.sh --print
