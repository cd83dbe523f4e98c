# SPDX-License-Identifier: Apache-2.0
# cmake -DFOLDER=… -DSYMBOL=… -DOUTPUT=… -P EmbedFolder.cmake: writes OUTPUT/SYMBOL.S and .cpp, for files
# whose names are known only once they are made.
include(${CMAKE_CURRENT_LIST_DIR}/Embed.cmake)
file(GLOB_RECURSE files ${FOLDER}/*)
list(FILTER files EXCLUDE REGEX "/\\.[^/]*$")
list(SORT files)
tz_write_embedded(${OUTPUT} ${SYMBOL} ${FOLDER} ${files})
