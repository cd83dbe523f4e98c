# SPDX-License-Identifier: Apache-2.0
# Ratios: durable_write_1 durable_write_100
# Records entered one by one, each durable (synchronous FULL) before it is answered, with 1 and with
# 100 waiting, against a C program that writes the same rows into the same tables and indexes in
# commits of 1 and of 100. The time is that of the writing alone.
durable_fresh() {
  copy_empty "$folder/office"
  sync
}
durable_ours() {
  durable_fresh
  timed_inside "$programs/durable_write" "$folder/office" "$rows" "$group"
  left=$(durable_rows)
}
durable_reference() {
  durable_fresh
  timed_inside "$programs/control" "$folder/office/taizhang.db" "$rows" "$group"
  right=$(durable_rows)
}
# Both sides begin with the same store, so ids of areas and indicators are the same.
durable_rows() {
  sqlite3 "$folder/office/taizhang.db" \
    "SELECT count(*), sum(amount_fen) FROM ledger_work_orders" \
    "SELECT count(*), sum(length(row_digest) + length(digest)) FROM audit_event" \
    "SELECT indicator_id, area_id, month, count, sum FROM rollup ORDER BY 1, 2, 3" \
    "SELECT * FROM counter ORDER BY 1, 2" | sha256sum
}
measure_durable_write() {
  local rows group left right
  make_empty_store
  for group in 1 100; do
    rows=$(size $((group == 1 ? 2000 : 20000)))
    compare durable_ours durable_reference
    equal "rows written, $group waiting" "$left" "$right"
    note durable_write_$group least 0.5
  done
}
