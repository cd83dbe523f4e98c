# SPDX-License-Identifier: Apache-2.0
# Ratios: import_1m import_1m_peak_mib
# A million work orders with validation, look-up of the cell, audit events, seals and roll-ups,
# against sqlite3 importing the same file and making indexes of the same kind: by date and area, by
# number (unique) and by key; the primary key is the rowid.
import_ours() {
  copy_empty "$folder/office"
  sync
  timed "$program" import --data "$folder/office" work_orders "$folder/orders.csv"
}
import_reference() {
  rm -f "$folder/plain.db"
  sync
  timed sqlite3 "$folder/plain.db" \
    "CREATE TABLE work_orders (id TEXT, title TEXT, category TEXT, description TEXT, address TEXT,
      lon REAL, lat REAL, community TEXT, grid TEXT, status TEXT, received_at TEXT, due_at TEXT,
      amount NUMERIC)" \
    ".import --csv --skip 1 $folder/orders.csv work_orders" \
    "CREATE INDEX by_date ON work_orders (received_at, grid)" \
    "CREATE UNIQUE INDEX by_number ON work_orders (id)" \
    "CREATE INDEX by_key ON work_orders (id)"
}
measure_import_1m() {
  make_empty_store
  "$programs/work_orders_csv" rows 0 "$(size 1000000)" > "$folder/orders.csv"
  compare import_ours import_reference
  equal "rows imported" \
    "$(sqlite3 "$folder/office/taizhang.db" 'SELECT count(*), sum(amount_fen) FROM ledger_work_orders')" \
    "$(sqlite3 "$folder/plain.db" 'SELECT count(*), CAST(round(sum(amount) * 100) AS INTEGER) FROM work_orders')"
  note import_1m most 2
  note import_1m_peak_mib peak 64
  rm -rf "$folder/office" "$folder/plain.db" "$folder/orders.csv"
}
