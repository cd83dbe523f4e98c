# SPDX-License-Identifier: Apache-2.0
# tz_write_embedded(FOLDER SYMBOL BASE FILES ...): FOLDER/SYMBOL.S holds the files' bytes, FOLDER/SYMBOL.cpp
# gives them by name, relative to BASE (app/embedded.hpp).
function(tz_write_embedded folder symbol base)
  set(assembly "    .section .rodata\n")
  set(externs "")
  set(entries "")
  set(index 0)
  foreach(file ${ARGN})
    file(RELATIVE_PATH name ${base} ${file})
    string(APPEND assembly "    .global ${symbol}_${index}\n    .balign 16\n${symbol}_${index}:\n    .incbin \"${file}\"\n    .global ${symbol}_${index}_end\n${symbol}_${index}_end:\n    .byte 0\n")
    string(APPEND externs "extern const char ${symbol}_${index}[];\nextern const char ${symbol}_${index}_end[];\n")
    string(APPEND entries "    {\"${name}\", ${symbol}_${index}, ${symbol}_${index}_end},\n")
    math(EXPR index "${index} + 1")
  endforeach()
  string(APPEND assembly "    .section .note.GNU-stack,\"\",@progbits\n")
  file(CONFIGURE OUTPUT ${folder}/${symbol}.S CONTENT "${assembly}" @ONLY)
  file(CONFIGURE OUTPUT ${folder}/${symbol}.cpp @ONLY CONTENT
"// Made by the build.
#include \"app/embedded.hpp\"

extern \"C\" {
${externs}}

namespace taizhang::app {

std::vector<EmbeddedFile> ${symbol}() {
    struct Entry {
        const char* name;
        const char* begin;
        const char* end;
    };
    static const Entry kEntries[] = {
${entries}    };
    std::vector<EmbeddedFile> files;
    for (const auto& entry : kEntries) {
        files.push_back({entry.name, {entry.begin, static_cast<std::size_t>(entry.end - entry.begin)}});
    }
    return files;
}

}  // namespace taizhang::app
")
endfunction()
