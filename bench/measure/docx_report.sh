# SPDX-License-Identifier: Apache-2.0
# Ratios: docx_report
# The half-year report as docx, whole process, figures included, against pandoc turning our own
# Markdown of the same report into docx.
docx_ours() {
  timed "$program" report half-year --data "$folder/demo" --period 2020H1 -o "$folder/ours.docx"
}
docx_reference() {
  timed pandoc "$folder/demo/half-year-2020H1.md" -o "$folder/reference.docx"
}
measure_docx_report() {
  . bench/measure/figures_demo.sh
  make_demo
  compare docx_ours docx_reference
  note docx_report most 0.1
}
