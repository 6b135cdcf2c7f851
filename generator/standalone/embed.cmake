# SPDX-License-Identifier: MIT
# cmake -DINCLUDE=include -DSTAND_IN=hana.hpp -DVERSION=0.1.0 -DOUTPUT=headers.cpp -P embed.cmake
# Writes a source file with the text of the core's headers in it, so that the command etch needs no folder of them.

file(GLOB_RECURSE paths RELATIVE "${INCLUDE}" "${INCLUDE}/etch/*.hpp")
list(FILTER paths EXCLUDE REGEX "^etch/(data|io|measure|training|zoo)/")
list(SORT paths)
set(source "#include <generator/standalone/headers.hpp>\n\nnamespace etch::generator {\n\nconst char* const version = \"${VERSION}\";\n\nconst std::map<std::string, std::string, std::less<>>& headers() {\n")
string(APPEND source "  static const std::map<std::string, std::string, std::less<>> all{\n")
foreach(path IN LISTS paths)
  file(READ "${INCLUDE}/${path}" text)
  string(APPEND source "      {\"${path}\", R\"header(${text})header\"},\n")
endforeach()
file(READ "${STAND_IN}" text)
string(APPEND source "      {\"hana\", R\"header(${text})header\"},\n  };\n  return all;\n}\n\n}  // namespace etch::generator\n")
file(WRITE "${OUTPUT}" "${source}")
