# SPDX-License-Identifier: Apache-2.0
# Ratios: rollup_rebuild_10m
# All roll-ups of ten million records made anew, whole process, against a C program that reads every
# column of every row of the table once.
rebuild_ours() {
  sync
  timed "$program" rebuild --data "$store"
}
rebuild_reference() {
  timed "$programs/scan_control" "$store/taizhang.db" ledger_work_orders
}
rebuild_sums() {
  sqlite3 "$store/taizhang.db" "SELECT count(*), sum(count), sum(sum) FROM rollup"
}
measure_rollup_rebuild_10m() {
  local before
  orders_store "$(size 10000000)"
  before=$(rebuild_sums)
  compare rebuild_ours rebuild_reference
  equal "roll-ups after and before" "$(rebuild_sums)" "$before"
  note rollup_rebuild_10m most 2
}
