# SPDX-License-Identifier: MIT
# Installs afresh: a header that was removed from the sources must not live on in the folder of an earlier run.
file(REMOVE_RECURSE "${PREFIX}")
execute_process(COMMAND "${CMAKE_COMMAND}" --install "${BUILD}" --prefix "${PREFIX}" OUTPUT_QUIET
                COMMAND_ERROR_IS_FATAL ANY)
