# SPDX-License-Identifier: Apache-2.0
# Ratios: figures_demo
# Every indicator of the sample half-year with the period before and the year before, whole process,
# against sqlite3 starting and answering one SELECT.
figures_demo_ours() {
  timed "$program" figures --data "$folder/demo" --period 2020H1 --json
}
figures_demo_reference() {
  timed sqlite3 "$folder/demo/taizhang.db" 'SELECT count(*) FROM ledger_temporary_relief'
}
make_demo() {
  [ -d "$folder/demo" ] || timed "$program" demo --data "$folder/demo"
}
measure_figures_demo() {
  make_demo
  compare figures_demo_ours figures_demo_reference
  note figures_demo most 5
}
