# SPDX-License-Identifier: Apache-2.0
# What the scripts of bench/measure/ are written in. Sourced by bench/run.

say() { printf '%s\n' "$*" >&2; }
die() { say "$*"; exit 1; }

# Sets program and programs.
find_programs() {
  local log
  if [ -n "${TAIZHANG_BUILD:-}" ]; then
    program=$TAIZHANG_BUILD/src/app/taizhang
    programs=$TAIZHANG_BUILD/bench
  else
    mkdir -p build
    for preset in release bench; do
      log=build/$preset-measured.log
      { cmake --preset $preset && cmake --build --preset $preset; } > "$log" 2>&1 ||
        die "the build failed, see $log"
    done
    program=$PWD/build/release/src/app/taizhang
    programs=$PWD/build/bench/bench
  fi
}

# Everything is written on the disk of the build folder. folder is emptied at the end; kept holds the
# large stores and belongs to one program, pack and generator.
make_folders() {
  local root
  root=$(dirname "$programs")/measured
  mkdir -p "$root"
  kept=$root/$(cat "$program" bench/work_orders.c bench/multiply.cpp bench/pack/ledgers/*.yaml \
    | sha256sum | cut -c 1-12)
  for old in "$root"/????????????; do
    [ "$old" = "$kept" ] || rm -rf "$old"
  done
  mkdir -p "$kept"
  folder=$(mktemp -d "$root/run.XXXXXX")
  results=$folder/results
  : > "$results"
  trap 'rm -rf "$folder"' EXIT
}

# The size of a measurement; small in the smoke test.
size() {
  if [ $quick = no ]; then echo "$1"; else echo $(($1 / 100 > 10000 ? 10000 : $1 / 100)); fi
}

# timed COMMAND …: sets elapsed (microseconds) and peak (KiB); the output is in $folder/out.
timed() {
  "$programs/timed" "$@" 3> "$folder/time" > "$folder/out" 2> "$folder/err" < /dev/null ||
    { cat "$folder/err" >&2; die "failed: $*"; }
  read -r elapsed peak < "$folder/time"
}

# timed_inside COMMAND …: the same of a program that prints its own microseconds first.
timed_inside() {
  timed "$@"
  read -r elapsed < "$folder/out"
}

# compare OURS REFERENCE: two functions that end with timed or timed_inside, run in turn.
compare() {
  local round
  ours=() reference=() ours_peak=() reference_peak=()
  for ((round = 0; round < rounds; ++round)); do
    "$1"
    ours+=("$elapsed") ours_peak+=("$peak")
    "$2"
    reference+=("$elapsed") reference_peak+=("$peak")
  done
}

# note NAME KIND GOAL of what compare found. KIND most: ours / reference, at most GOAL. KIND least:
# reference / ours (how many times as fast), at least GOAL. KIND peak: MiB of ours, at most GOAL.
note() {
  local unit=ms left=("${ours[@]}") right=("${reference[@]}")
  if [ "$2" = peak ]; then unit=MiB left=("${ours_peak[@]}") right=("${reference_peak[@]}"); fi
  printf '%s\t%s\t%s\t%s\t%s\t%s\n' "$1" "$2" "$3" $unit "${left[*]}" "${right[*]}" >> "$results"
}

# An empty store of the bench pack with its areas, at $folder/empty.
make_empty_store() {
  [ -d "$folder/empty" ] && return
  "$programs/work_orders_csv" areas > "$folder/areas.csv"
  "$program" init --data "$folder/empty" --pack bench/pack 2> "$folder/err" &&
    "$program" areas --data "$folder/empty" "$folder/areas.csv" > /dev/null 2>> "$folder/err" ||
    { cat "$folder/err" >&2; die "no empty store"; }
}

# copy_empty STORE: the empty store under another name, with its keys.
copy_empty() {
  rm -rf "$1" "$1.key"
  cp -r "$folder/empty" "$1"
  cp -p "$folder/empty.key" "$1.key"
}

# orders_store ROWS: sets store to one with so many work orders, made once for each program, and
# imported to the microseconds that took.
orders_store() {
  store=$kept/orders-$1
  if [ ! -f "$store/imported" ]; then
    make_empty_store
    copy_empty "$store"
    "$programs/work_orders_csv" rows 0 "$1" > "$folder/orders.csv"
    sync
    timed "$program" import --data "$store" work_orders "$folder/orders.csv"
    rm "$folder/orders.csv"
    echo "$elapsed" > "$store/imported"
  fi
  read -r imported < "$store/imported"
}

# equal WHAT LEFT RIGHT: the two sides answered alike, or the measurement is none.
equal() { [ "$2" = "$3" ] || die "$1: ours $2, reference $3"; }
