# SPDX-License-Identifier: Apache-2.0
# Ratios: figures_10m figures_10m_flat
# The 48 figures of the sample's half-year over ten million records in an open store, against DuckDB
# with the same rows in native tables, 2 threads; and against ourselves over one million. Both sides
# leave out the start of the process and ask all questions once before.

# The column that gets the number of the copy, where two rows of a ledger may not be alike in its key
# or in a unique field; "once" where that is a day.
figures_column() {
  case $1 in
    hotline_orders) echo 工单编号 ;;
    urban_cases) echo 案卷编号 ;;
    temporary_relief) echo 申请人 ;;
    meetings | study_attendance) sed -n '/name: topic/{n;s/.*zh: \([^,]*\),.*/\1/p;q}' "packs/subdistrict/ledgers/party/$1.yaml" ;;
    compounds | emergency_teams | reception_roster | duty_roster) echo once ;;
  esac
}

# figures_rows ROWS: the sample's rows multiplied to at least ROWS, a file for each ledger in rows/.
figures_rows() {
  local ledger column counts copies once=0 many=0
  rm -rf "$folder/rows" "$folder/exported"
  mkdir "$folder/rows" "$folder/exported"
  counts=$("$program" ledgers --data "$folder/demo" | sed -E 's/\t.*\t([0-9]+) 条$/ \1/' | grep -v ' 0$')
  while read -r ledger count; do
    if [ "$(figures_column "$ledger")" = once ]; then once=$((once + count)); else many=$((many + count)); fi
  done <<< "$counts"
  copies=$((($1 - once + many - 1) / many))
  ((copies > 0)) || copies=1
  for ledger in $(cut -d ' ' -f 1 <<< "$counts"); do
    timed "$program" export --data "$folder/demo" "$ledger" -o "$folder/exported/$ledger.csv" --reveal 测量
    column=$(figures_column "$ledger")
    if [ "$column" = once ]; then
      "$programs/multiply" "$folder/exported/$ledger.csv" 1
    else
      "$programs/multiply" "$folder/exported/$ledger.csv" "$copies" ${column:+"$column"}
    fi > "$folder/rows/$ledger.csv"
  done
}

# figures_store ROWS duckdb|only: sets store; with duckdb also $store/rows.duckdb.
figures_store() {
  local file
  store=$kept/figures-$1
  [ -f "$store/made" ] && return
  rm -rf "$store"
  make_demo
  figures_rows "$1"
  timed "$program" init --data "$store"
  timed "$program" areas --data "$store" "$folder/demo/workbooks/areas.xlsx"
  for file in "$folder"/rows/*.csv; do
    timed "$program" import --data "$store" "$(basename "$file" .csv)" "$file"
  done
  if [ "$2" = duckdb ]; then
    timed node bench/duckdb/questions.mjs load "$store/rows.duckdb" packs/subdistrict "$folder/rows"
    equal "rows loaded" "$(sqlite3 "$store/taizhang.db" "SELECT count(*) FROM audit_event WHERE action = 1")" \
      "$(cat "$folder/out")"
  fi
  rm -rf "$folder/rows" "$folder/exported"
  touch "$store/made"
}

figures_ask() {
  timed_inside "$programs/figures" "$1" 2020H1 "${figures[@]}"
  sed -n 2p "$folder/out" > "$folder/answers"
}
figures_large() { figures_ask "$large"; }
figures_small() { figures_ask "$small"; }
figures_duckdb() {
  timed_inside node bench/duckdb/questions.mjs ask "$large/rows.duckdb" packs/subdistrict \
    2020-01-01 2020-06-30 "$folder/answers"
}

measure_figures_10m() {
  local large small figures
  . bench/measure/figures_demo.sh
  [ -d bench/duckdb/node_modules/@duckdb ] ||
    (cd bench/duckdb && npm install --no-package-lock --no-audit --no-fund --silent)
  mapfile -t figures < <(cut -d , -f 2 tests/demo/expected-figures.csv | tail -n +2)
  figures_store "$(size 1000000)" only
  small=$store
  # The smoke test, too, needs more than one copy of the sample.
  figures_store "$([ $quick = yes ] && echo 20000 || size 10000000)" duckdb
  large=$store
  compare figures_large figures_duckdb
  note figures_10m most 0.02
  compare figures_large figures_small
  note figures_10m_flat most 1.2
}
