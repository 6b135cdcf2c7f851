// SPDX-License-Identifier: MIT
#pragma once
#include <elf.h>

#include <cstddef>
#include <cstring>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <vector>

namespace bench {
namespace detail {

template <class Header, class Section>
std::size_t code_bytes(const std::vector<char>& file, const std::string& path) {
  const auto fail = [&] { throw std::runtime_error(path + ": is cut off, compile it again"); };
  Header header;
  if (file.size() < sizeof header) fail();
  std::memcpy(&header, file.data(), sizeof header);
  std::size_t bytes = 0;
  for (std::size_t n = 0; n < header.e_shnum; ++n) {
    const std::size_t at = header.e_shoff + n * header.e_shentsize;
    Section section;
    if (at + sizeof section > file.size()) fail();
    std::memcpy(&section, file.data() + at, sizeof section);
    if ((section.sh_flags & SHF_EXECINSTR) != 0) bytes += section.sh_size;
  }
  return bytes;
}

}  // namespace detail

/// Bytes of machine code in an object file (ELF of this machine's byte order): all sections that are
/// executed, those of templates and of cold paths too.
inline std::size_t code_bytes(const std::string& path) {
  std::ifstream stream(path, std::ios::binary);
  const std::vector<char> file{std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
  if (file.size() < EI_NIDENT || std::memcmp(file.data(), ELFMAG, SELFMAG) != 0)
    throw std::runtime_error(path + ": no object file; build bench_size first");
  if (file[EI_CLASS] == ELFCLASS64) return detail::code_bytes<Elf64_Ehdr, Elf64_Shdr>(file, path);
  return detail::code_bytes<Elf32_Ehdr, Elf32_Shdr>(file, path);
}

}  // namespace bench
