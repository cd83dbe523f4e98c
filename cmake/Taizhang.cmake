# SPDX-License-Identifier: Apache-2.0
# One function makes the target of a folder, so that every layer is built and tested the same way.

find_program(CCACHE ccache)
if(CCACHE)
  # What one clone has compiled, another one on the machine finds, wherever it lies.
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env CCACHE_BASEDIR=${CMAKE_SOURCE_DIR}
    CCACHE_NOHASHDIR=1 ${CCACHE})
endif()

add_compile_options($<$<COMPILE_LANGUAGE:CXX>:-Wall> $<$<COMPILE_LANGUAGE:CXX>:-Wextra>
  $<$<COMPILE_LANGUAGE:CXX>:-Wpedantic> $<$<COMPILE_LANGUAGE:CXX>:-Werror>)
# GCC 12 takes std::string's own copying for overlapping at -O3 (its bug 105651). The other presets
# keep the warning.
add_compile_options($<$<CONFIG:Release>:-Wno-restrict>)
add_compile_options($<$<COMPILE_LANGUAGE:CXX>:-Wshadow> $<$<COMPILE_LANGUAGE:CXX>:-Wconversion>)
if(TAIZHANG_SANITIZE)
  # GCC's flow warnings see what the sanitizers insert and are then wrong (its manual says so).
  add_compile_options(-fsanitize=${TAIZHANG_SANITIZE} -fno-omit-frame-pointer
    $<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized>)
  add_link_options(-fsanitize=${TAIZHANG_SANITIZE})
endif()
# Two checks at every use of a pointer are a third of the compiler's work. ASan tells of a null one by
# the fault; bytes are read by memcpy alone; and the fuzzers are built with both.
if(TAIZHANG_NO_SANITIZE)
  add_compile_options(-fno-sanitize=${TAIZHANG_NO_SANITIZE})
endif()
# TZ_TRY is an expression of statements and counts itself, which clang names as extensions.
add_compile_options($<$<COMPILE_LANG_AND_ID:CXX,Clang>:-Wno-gnu-statement-expression>)

include(${CMAKE_CURRENT_LIST_DIR}/Embed.cmake)

find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)
find_package(fmt REQUIRED)
if(TAIZHANG_TESTS)
  enable_testing()
  find_package(GTest REQUIRED)
  include(GoogleTest)
endif()

# tz_layer(NAME [LAYERS ...] [LIBRARIES ...])
# Library of all x.cpp in the folder and, beside it, NAME_test of all x_test.cpp. LAYERS are other
# folders of src/ (the arrow table of tests/structure says which are allowed), LIBRARIES are others'.
function(tz_layer name)
  cmake_parse_arguments(ARG "" "" "LAYERS;LIBRARIES;TEST_LIBRARIES" ${ARGN})
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.cpp)
  set(tests ${sources})
  list(FILTER tests INCLUDE REGEX "_test\\.cpp$")
  list(FILTER sources EXCLUDE REGEX "_test\\.cpp$")
  if(sources)
    add_library(${name} STATIC ${sources})
    set(scope PUBLIC)
    target_link_libraries(${name} PRIVATE ${ARG_LAYERS} ${ARG_LIBRARIES} fmt::fmt)
  else()
    add_library(${name} INTERFACE)
    set(scope INTERFACE)
    target_link_libraries(${name} INTERFACE ${ARG_LAYERS} ${ARG_LIBRARIES} fmt::fmt)
  endif()
  target_include_directories(${name} ${scope} ${CMAKE_SOURCE_DIR}/src)
  if(TAIZHANG_TESTS AND tests)
    add_executable(${name}_test ${tests})
    target_link_libraries(${name}_test PRIVATE ${name} ${ARG_LAYERS} ${ARG_LIBRARIES}
      ${ARG_TEST_LIBRARIES} fmt::fmt GTest::gtest_main GTest::gmock)
    target_compile_definitions(${name}_test PRIVATE
      TAIZHANG_SOURCE_DIR="${CMAKE_SOURCE_DIR}" TAIZHANG_BINARY_DIR="${CMAKE_BINARY_DIR}")
    add_test(NAME ${name} COMMAND ${name}_test)
  endif()
endfunction()

# tz_embed_text(OUTPUT NAMESPACE VARIABLE FILES ...)
# A header with std::array<std::pair<name, content>> of the files, so that one binary carries them.
function(tz_embed_text output namespace variable)
  set(entries "")
  set(count 0)
  foreach(file ${ARGN})
    get_filename_component(name ${file} NAME)
    file(READ ${file} content)
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${file})
    string(APPEND entries "    {\"${name}\", R\"TZ_EMBED(${content})TZ_EMBED\"},\n")
    math(EXPR count "${count} + 1")
  endforeach()
  set(text "// Made by the build from files of the source tree.\n#pragma once\n\n#include <array>\n#include <string_view>\n#include <utility>\n\nnamespace ${namespace} {\n\ninline constexpr std::array<std::pair<std::string_view, std::string_view>, ${count}> ${variable} = {{\n${entries}}};\n\n}  // namespace ${namespace}\n")
  file(CONFIGURE OUTPUT ${output} CONTENT "${text}" @ONLY)
endfunction()

# tz_embed_files(TARGET SYMBOL BASE FILES ...)
# Puts files, bytes as they are, into the target; app/embedded.hpp declares SYMBOL(). The files may be made
# by the build.
function(tz_embed_files target symbol base)
  set(folder ${CMAKE_CURRENT_BINARY_DIR}/generated)
  tz_write_embedded(${folder} ${symbol} ${base} ${ARGN})
  set_source_files_properties(${folder}/${symbol}.S PROPERTIES OBJECT_DEPENDS "${ARGN}")
  target_sources(${target} PRIVATE ${folder}/${symbol}.S ${folder}/${symbol}.cpp)
endfunction()
