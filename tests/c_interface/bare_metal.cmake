# SPDX-License-Identifier: MIT
# cmake -DOBJDUMP=objdump -DOBJECT=file.o -P bare_metal.cmake
# A network compiled for one instruction set needs nothing but what copies memory, and no memory for its weights.
execute_process(COMMAND "${OBJDUMP}" -t "${OBJECT}" OUTPUT_VARIABLE symbols COMMAND_ERROR_IS_FATAL ANY)
string(REGEX MATCHALL "\\*UND\\*[^\n]*" needed "${symbols}")
foreach(line IN LISTS needed)
  if(NOT line MATCHES "[ \t](memcpy|memset|memmove|abort|expf?|_GLOBAL_OFFSET_TABLE_)$")
    message(SEND_ERROR "the network needs ${line}")
  endif()
endforeach()
if(NOT symbols MATCHES "\\.rodata[^\n]*prepared_constant")
  message(SEND_ERROR "its prepared weights are not in read-only data")
endif()
if(symbols MATCHES "\\.bss[^\n]*8Prepared")
  message(SEND_ERROR "there is memory for weights")
endif()
