# SPDX-License-Identifier: Apache-2.0
# Shared libraries that few commands need are loaded at their first call, not at every start: binding
# the symbols of GEOS and of the standard library it brings took longer than reading all figures.

# tz_on_demand(VARIABLE LIBRARY TARGET)
# Sets VARIABLE to what is to be linked in place of TARGET: in the release program a library of stubs
# for every function of the shared LIBRARY, else TARGET itself. Sources know nothing of it. Where the
# library is missing, the first call ends the program, as the loader would have at its start.
function(tz_on_demand variable library target)
  set(${variable} ${target} PARENT_SCOPE)
  if(NOT TAIZHANG_STATIC OR NOT CMAKE_SYSTEM_PROCESSOR STREQUAL "x86_64" OR NOT library MATCHES "\\.so")
    return()
  endif()
  get_filename_component(name ${library} NAME_WE)
  set(${variable} ${name}_on_demand PARENT_SCOPE)
  if(TARGET ${name}_on_demand)
    return()
  endif()
  execute_process(COMMAND ${CMAKE_OBJDUMP} -p ${library} OUTPUT_VARIABLE headers COMMAND_ERROR_IS_FATAL ANY)
  string(REGEX MATCH "SONAME +([^ \n]+)" matched "${headers}")
  set(soname ${CMAKE_MATCH_1})
  execute_process(COMMAND ${CMAKE_NM} -D --defined-only ${library} OUTPUT_VARIABLE table COMMAND_ERROR_IS_FATAL ANY)
  string(REGEX MATCHALL " T [A-Za-z][A-Za-z0-9_]*" functions "${table}")
  list(TRANSFORM functions REPLACE " T " "")

  # r10 and r11 belong to nobody at a call; every register that carries an argument is kept.
  set(prefix tz_${name})
  set(code "/* Made by cmake/OnDemand.cmake: functions of ${soname}. */
    .text
    .type ${prefix}_first,@function
${prefix}_first:
    .cfi_startproc
")
  foreach(register rax rdi rsi rdx rcx r8 r9 r10)
    string(APPEND code "    pushq %${register}\n    .cfi_adjust_cfa_offset 8\n")
  endforeach()
  string(APPEND code "    subq $136, %rsp\n    .cfi_adjust_cfa_offset 136\n")
  foreach(index RANGE 7)
    math(EXPR offset "${index} * 16")
    string(APPEND code "    movups %xmm${index}, ${offset}(%rsp)\n")
  endforeach()
  string(APPEND code "    leaq ${prefix}_file(%rip), %rdi
    movq %r11, %rsi
    call tz_on_demand_symbol@PLT
    movq %rax, %r11
")
  foreach(index RANGE 7)
    math(EXPR offset "${index} * 16")
    string(APPEND code "    movups ${offset}(%rsp), %xmm${index}\n")
  endforeach()
  string(APPEND code "    addq $136, %rsp\n    .cfi_adjust_cfa_offset -136\n")
  foreach(register r10 r9 r8 rcx rdx rsi rdi rax)
    string(APPEND code "    popq %${register}\n    .cfi_adjust_cfa_offset -8\n")
  endforeach()
  string(APPEND code "    movq %r11, (%r10)
    jmp *%r11
    .cfi_endproc
    .section .rodata.${prefix},\"a\"
${prefix}_file: .asciz \"${soname}\"
")
  foreach(function ${functions})
    string(APPEND code "    .section .text.${prefix}.${function},\"ax\",@progbits
    .globl ${function}
    .type ${function},@function
${function}:
    movq slot_${function}(%rip), %r11
    testq %r11, %r11
    je 1f
    jmp *%r11
1:  leaq slot_${function}(%rip), %r10
    leaq name_${function}(%rip), %r11
    jmp ${prefix}_first
    .section .bss.${prefix}.${function},\"aw\",@nobits
    .balign 8
slot_${function}: .zero 8
    .section .rodata.${prefix}.${function},\"a\"
name_${function}: .asciz \"${function}\"
")
  endforeach()
  string(APPEND code "    .section .note.GNU-stack,\"\",@progbits\n")
  set(stubs ${CMAKE_BINARY_DIR}/on_demand/${name}.S)
  file(CONFIGURE OUTPUT ${stubs} CONTENT "${code}" @ONLY)
  if(NOT TARGET on_demand)
    add_library(on_demand STATIC ${CMAKE_SOURCE_DIR}/cmake/on_demand/resolve.cpp)
    target_link_libraries(on_demand INTERFACE ${CMAKE_DL_LIBS})
  endif()
  add_library(${name}_on_demand STATIC ${stubs})
  target_link_libraries(${name}_on_demand INTERFACE on_demand)
  if(TARGET ${target})
    get_target_property(folders ${target} INTERFACE_INCLUDE_DIRECTORIES)
    if(folders)
      target_include_directories(${name}_on_demand SYSTEM INTERFACE ${folders})
    endif()
  endif()
endfunction()
