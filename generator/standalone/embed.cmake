# SPDX-License-Identifier: MIT
# cmake -DINCLUDE=include -DOWN=core -DVERSION=0.1.0 -DOUTPUT=headers.cpp -P embed.cmake
# Writes a source file with the text of the core's headers in it, so that the command etch needs no folder of them; those in OWN
# as etch/standalone/.

set(map "std::map<std::string, std::string, std::less<>>")
set(source "#include <generator/standalone/headers.hpp>

namespace etch::generator {

const char* const version = \"${VERSION}\";

const ${map}& headers() {
  static const ${map} all{
")

function(embed path file)
  file(READ "${file}" text)
  string(APPEND source "      {\"${path}\", R\"header(${text})header\"},\n")
  set(source "${source}" PARENT_SCOPE)
endfunction()

file(GLOB_RECURSE paths RELATIVE "${INCLUDE}" "${INCLUDE}/etch/*.hpp")
list(FILTER paths EXCLUDE REGEX "^etch/(data|io|measure|training|zoo)/")
foreach(path IN LISTS paths)
  embed("${path}" "${INCLUDE}/${path}")
endforeach()
file(GLOB own RELATIVE "${OWN}" "${OWN}/*.hpp")
foreach(name IN LISTS own)
  embed("etch/standalone/${name}" "${OWN}/${name}")
endforeach()
string(APPEND source "  };\n  return all;\n}\n\n}  // namespace etch::generator\n")
file(WRITE "${OUTPUT}" "${source}")
