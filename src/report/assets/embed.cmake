# SPDX-License-Identifier: Apache-2.0
# cmake -DOUT=assets.cpp -DDIR=assets -DLIST=kReportCss=report.css,… -P embed.cmake
# Writes the files as raw string literals. The delimiter must not occur in them.
set(code "// SPDX-License-Identifier: Apache-2.0\n// Made by embed.cmake.\n")
string(APPEND code "#include \"report/assets.hpp\"\n\nnamespace taizhang::report::assets {\n\n")
string(REPLACE "," ";" pairs "${LIST}")
foreach(pair IN LISTS pairs)
  string(REGEX MATCH "^([A-Za-z]+)=(.+)$" matched "${pair}")
  set(name "${CMAKE_MATCH_1}")
  file(READ "${DIR}/${CMAKE_MATCH_2}" text)
  string(FIND "${text}" ")TZASSET\"" clash)
  if(NOT matched OR NOT clash EQUAL -1)
    message(FATAL_ERROR "cannot embed ${pair}")
  endif()
  string(APPEND code "const std::string_view ${name} = R\"TZASSET(${text})TZASSET\";\n\n")
endforeach()
string(APPEND code "}  // namespace taizhang::report::assets\n")
file(WRITE "${OUT}" "${code}")
