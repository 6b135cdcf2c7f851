// SPDX-License-Identifier: MIT
#pragma once
#include <string>
#include <string_view>

namespace etch::io {

/// The text as a string in JSON, quotation marks and escapes included (RFC 8259, section 7); what is not
/// ASCII stays as it is.
inline std::string json_string(std::string_view text) {
  constexpr char digits[] = "0123456789abcdef";
  std::string out = "\"";
  for (const char c : text) {
    const auto code = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') out += '\\';
    if (code < ' ')
      out += std::string("\\u00") + digits[code >> 4] + digits[code & 15];
    else
      out += c;
  }
  return out + '"';
}

}  // namespace etch::io
