# SPDX-License-Identifier: MIT
# The command: its exit status; and each of the reference models, imported, compiled and compared with what it should give.

add_test(NAME generator.command
         COMMAND "${CMAKE_COMMAND}" "-DETCH=$<TARGET_FILE:etch_command>" "-DFIXTURES=${CMAKE_CURRENT_SOURCE_DIR}/generator/fixtures"
                 "-DOUT=${CMAKE_CURRENT_BINARY_DIR}/generator_command" -P "${CMAKE_CURRENT_SOURCE_DIR}/generator/command.cmake")
set_tests_properties(generator.command PROPERTIES TIMEOUT 120)

function(etch_verify_models kind folder)
  file(GLOB models LIST_DIRECTORIES true "${folder}/*")
  foreach(model IN LISTS models)
    cmake_path(GET model FILENAME name)
    if(EXISTS "${model}/model.onnx")
      add_test(NAME generator.${kind}.${name}
               COMMAND etch_command verify "${model}/model.onnx" --input "${model}/input.npy" --expect "${model}/output.npy"
                       --compiler "${CMAKE_CXX_COMPILER}")
      set_tests_properties(generator.${kind}.${name} PROPERTIES TIMEOUT 600 LABELS slow)
    endif()
  endforeach()
endfunction()

if(EXISTS "${ETCH_SHARED_DIR}/models/networks")
  etch_verify_models(network "${ETCH_SHARED_DIR}/models/networks")
  etch_verify_models(operator "${ETCH_SHARED_DIR}/models/onnx-operators")
else()
  message(STATUS "etch: ${ETCH_SHARED_DIR}/models is not there, so no test imports the reference models")
endif()
