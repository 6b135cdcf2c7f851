# SPDX-License-Identifier: MIT
# Runs what was built in this folder; the steps of the network must do all of its multiply-adds.
set(here "${CMAKE_CURRENT_BINARY_DIR}")
execute_process(COMMAND "${here}/consumer" COMMAND_ERROR_IS_FATAL ANY)
execute_process(COMMAND "${here}/lenet5_steps" --seconds 0 COMMAND_ERROR_IS_FATAL ANY)
execute_process(COMMAND "${here}/lenet5_steps" --seconds 0 --json OUTPUT_VARIABLE json COMMAND_ERROR_IS_FATAL ANY)

if(EXISTS "${here}/outputs")
  execute_process(COMMAND "${here}/outputs" COMMAND_ERROR_IS_FATAL ANY)
endif()

set(multiply_adds 0)
string(JSON count LENGTH "${json}" steps)
math(EXPR last "${count} - 1")
foreach(n RANGE ${last})
  string(JSON of_step GET "${json}" steps ${n} multiply_adds)
  string(JSON us GET "${json}" steps ${n} us)
  if(NOT us GREATER_EQUAL 0)
    message(FATAL_ERROR "step ${n} takes '${us}' us")
  endif()
  math(EXPR multiply_adds "${multiply_adds} + ${of_step}")
endforeach()
string(JSON of_all GET "${json}" total multiply_adds)
# Two convolutions, two poolings, three dense layers; Flatten and the activations take no step.
if(NOT count EQUAL 7 OR NOT multiply_adds EQUAL 416520 OR NOT of_all EQUAL 416520)
  message(FATAL_ERROR "${count} steps, ${multiply_adds} multiply-adds, ${of_all} in all")
endif()

execute_process(COMMAND "${here}/lenet5_steps" --sconds 0 RESULT_VARIABLE status ERROR_VARIABLE usage)
if(NOT status EQUAL 2 OR NOT usage MATCHES "usage:")
  message(FATAL_ERROR "an unknown option gives ${status}: ${usage}")
endif()
