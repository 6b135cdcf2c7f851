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

# Headers that need nothing of etch: each of the reference models as such; and some that are run on a Cortex-M4 as well, if there is
# what that takes, in so many bytes of code: 3 % above what was measured.
function(etch_verify_standalone kind folder)
  file(GLOB models LIST_DIRECTORIES true "${folder}/*")
  foreach(model IN LISTS models)
    cmake_path(GET model FILENAME name)
    if(EXISTS "${model}/model.onnx")
      add_test(NAME generator.standalone.${kind}.${name}
               COMMAND etch_command verify "${model}/model.onnx" --input "${model}/input.npy" --expect "${model}/output.npy"
                       --compiler "${CMAKE_CXX_COMPILER}" --standalone)
      set_tests_properties(generator.standalone.${kind}.${name} PROPERTIES TIMEOUT 600 LABELS slow)
    endif()
  endforeach()
endfunction()
find_program(ETCH_ARM_COMPILER arm-none-eabi-g++)
find_program(ETCH_ARM_EMULATOR qemu-system-arm)
mark_as_advanced(ETCH_ARM_COMPILER ETCH_ARM_EMULATOR)
if(NOT ETCH_ARM_COMPILER OR NOT ETCH_ARM_EMULATOR)
  message(STATUS "etch: no arm-none-eabi-g++ or no qemu-system-arm (setup.sh --firmware), so standalone headers are run on this machine only")
  set(ETCH_ARM_COMPILER "")
  set(ETCH_ARM_EMULATOR "")
endif()
function(etch_test_standalone name model code_bytes)
  add_test(NAME generator.standalone.${name}
           COMMAND bash "${CMAKE_CURRENT_SOURCE_DIR}/generator/standalone.sh" "$<TARGET_FILE:etch_command>" "${PROJECT_SOURCE_DIR}"
                   "${PROJECT_SOURCE_DIR}/include:${ETCH_HANA_INCLUDE_DIR}:${ETCH_HIGHWAY_INCLUDE_DIR}" "${model}" ${code_bytes})
  set_tests_properties(generator.standalone.${name} PROPERTIES TIMEOUT 600 LABELS slow
    ENVIRONMENT "CXX=${CMAKE_CXX_COMPILER};ARM_CXX=${ETCH_ARM_COMPILER};ARM_EMULATOR=${ETCH_ARM_EMULATOR}")
endfunction()
foreach(name IN ITEMS residual_norms conv_next squeeze_excite resized sequence responses unet shuffle)
  etch_test_standalone(fixture.${name} "${CMAKE_CURRENT_SOURCE_DIR}/generator/fixtures/${name}.onnx" 0)
endforeach()
etch_test_standalone(digits "${PROJECT_SOURCE_DIR}/examples/onnx/digits.onnx" 3716)
# What docs/firmware.md shows of a sketch and a Zephyr module.
add_test(NAME generator.sketch COMMAND bash "${CMAKE_CURRENT_SOURCE_DIR}/generator/sketch.sh" "$<TARGET_FILE:etch_command>" "${PROJECT_SOURCE_DIR}")
set_tests_properties(generator.sketch PROPERTIES TIMEOUT 300 ENVIRONMENT "CXX=${CMAKE_CXX_COMPILER}")

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
  # The same networks and bytes as in docs/firmware.md, but for weights and what the exporter wrote.
  set(networks "${ETCH_SHARED_DIR}/models/networks")
  etch_test_standalone(lenet5 "${networks}/lenet5/model.onnx" 4244)
  etch_test_standalone(mlperf_kws "${networks}/mlperf_kws/model.onnx" 4742)
  etch_test_standalone(mlperf_resnet8 "${networks}/mlperf_resnet8/model.onnx" 7519)
  etch_test_standalone(mlperf_autoencoder "${networks}/mlperf_autoencoder/model.onnx" 2694)
  etch_verify_standalone(network "${ETCH_SHARED_DIR}/models/networks")
  etch_verify_standalone(operator "${ETCH_SHARED_DIR}/models/onnx-operators")
  etch_verify_models(network "${ETCH_SHARED_DIR}/models/networks")
  etch_verify_models(operator "${ETCH_SHARED_DIR}/models/onnx-operators")
else()
  message(STATUS "etch: ${ETCH_SHARED_DIR}/models is not there, so no test imports the reference models")
endif()
