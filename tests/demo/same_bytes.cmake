# SPDX-License-Identifier: Apache-2.0
# The generator writes the same bytes at every run.
execute_process(COMMAND ${GENERATOR} ${SOURCE}/packs/subdistrict ${SOURCE}/demo/sample.yaml ${SECOND}
  RESULT_VARIABLE failed)
if(failed)
  message(FATAL_ERROR "generator failed")
endif()
file(GLOB names RELATIVE ${FIRST} ${FIRST}/*.xlsx)
foreach(name ${names})
  file(SHA256 ${FIRST}/${name} first)
  file(SHA256 ${SECOND}/${name} second)
  if(NOT first STREQUAL second)
    message(FATAL_ERROR "${name} differs")
  endif()
endforeach()
