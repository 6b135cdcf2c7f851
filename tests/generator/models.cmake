# SPDX-License-Identifier: MIT
# The command: its exit status; and each of the reference models, imported, compiled and compared with what it should give.

add_test(NAME generator.statuses
         COMMAND "${CMAKE_COMMAND}" "-DETCH=$<TARGET_FILE:etch_command>" "-DFIXTURES=${CMAKE_CURRENT_SOURCE_DIR}/generator/fixtures"
                 "-DOUT=${CMAKE_CURRENT_BINARY_DIR}/generator_statuses" -P "${CMAKE_CURRENT_SOURCE_DIR}/generator/statuses.cmake")
set_tests_properties(generator.statuses PROPERTIES TIMEOUT 120)

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

# Imported, exported and imported again.
etch_find_python(checker "onnx")
function(etch_round_trip name model input expected)
  add_test(NAME generator.round_trip.${name}
           COMMAND bash "${CMAKE_CURRENT_SOURCE_DIR}/generator/round_trip.sh" "$<TARGET_FILE:etch_command>" "${model}" "${input}" "${expected}")
  set_tests_properties(generator.round_trip.${name} PROPERTIES
    TIMEOUT 600 LABELS slow ENVIRONMENT "CXX=${CMAKE_CXX_COMPILER};PYTHON=${checker}")
endfunction()
foreach(name IN ITEMS residual_norms inception squeeze_excite shuffle unet keras sequence)
  set(fixture "${CMAKE_CURRENT_SOURCE_DIR}/generator/fixtures/${name}")
  etch_round_trip(fixture.${name} "${fixture}.onnx" "${fixture}.input.npy" "${fixture}.output.npy")
endforeach()

if(EXISTS "${ETCH_SHARED_DIR}/models/networks")
  file(GLOB models LIST_DIRECTORIES true "${ETCH_SHARED_DIR}/models/networks/*")
  foreach(model IN LISTS models)
    cmake_path(GET model FILENAME name)
    etch_round_trip(${name} "${model}/model.onnx" "${model}/input.npy" "${model}/output.npy")
  endforeach()
  etch_verify_models(network "${ETCH_SHARED_DIR}/models/networks")
  etch_verify_models(operator "${ETCH_SHARED_DIR}/models/onnx-operators")
else()
  message(STATUS "etch: ${ETCH_SHARED_DIR}/models is not there, so no test imports the reference models")
endif()
