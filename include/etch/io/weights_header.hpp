// SPDX-License-Identifier: MIT
#pragma once
#include <etch/io/atomic_file.hpp>
#include <etch/io/type_text.hpp>
#include <etch/parameters.hpp>

#include <charconv>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace etch::io {

/// Images that go into the header, with what each shows, to try the network on.
struct Samples {
  struct Image {
    std::vector<std::uint8_t> pixels;
    std::size_t label = 0;
  };
  std::vector<Image> images;
  std::uint8_t white = 255;  ///< The grey level that the network reads as 1.
};

namespace detail {

inline bool is_identifier(std::string_view name) {
  const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; };
  const auto digit = [](char c) { return c >= '0' && c <= '9'; };
  if (name.empty() || !letter(name[0])) return false;
  for (const char c : name)
    if (!letter(c) && !digit(c)) return false;
  return true;
}

/// Items, separated by commas, as many to a line as fit into 110 columns.
template <class Items, class Print>
std::string list(const Items& items, const Print& print) {
  std::string text;
  std::size_t column = 111;
  for (const auto& item : items) {
    const std::string word = print(item) + ",";
    if (column + word.size() + 1 > 110) {
      text += text.empty() ? "    " : "\n    ";
      column = 4;
    } else {
      text += ' ';
      ++column;
    }
    text += word;
    column += word.size();
  }
  return text;
}

/// The shortest decimal number that reads back as the same float.
inline std::string literal(float value) {
  char digits[32];
  const auto end = std::to_chars(digits, digits + sizeof digits, value).ptr;
  std::string text(digits, end);
  if (text.find_first_of(".e") == std::string::npos) text += ".0";
  return text + 'f';
}

}  // namespace detail

/// Writes a header that declares `Net` again, under the name `name`, with its trained weights and, if there
/// are any, some images: everything that classifying needs but etch/etch.hpp. It declares, for name "Digits":
///
///     struct Digits : etch::Network<...> {};
///     constexpr etch::Parameters<Digits> Digits_parameters;
///     constexpr unsigned char Digits_images[count][pixels], Digits_labels[count], Digits_white;
///
/// The header appears whole or not at all, and is the same bytes for the same weights. Throws `WriteError`;
/// std::invalid_argument if `name` is no C++ name, `comment` is not one line, a weight is not finite, or an
/// image has not as many pixels as the network reads numbers.
template <class Net>
void write_weights_header(const std::filesystem::path& path, const std::string& name,
                          const std::string& comment, const Parameters<Net>& parameters,
                          const Samples& samples = {}) {
  if (!detail::is_identifier(name)) throw std::invalid_argument("'" + name + "' is no name for a C++ type");
  if (comment.find_first_of("\n\\") != std::string::npos)
    throw std::invalid_argument("the comment of " + name + " must be one line without backslashes");
  // Running statistics too: without them the network would not be the one that was trained.
  const std::span<const float> weights(parameters.values, Parameters<Net>::size);
  for (std::size_t n = 0; n < weights.size(); ++n)
    if (!std::isfinite(weights[n]))
      throw std::invalid_argument("weight " + std::to_string(n) + " of " + name +
                                  " is not a finite number; train with a smaller learning rate");
  for (const auto& [pixels, label] : samples.images)
    if (pixels.size() != Net::input_shape.size() || label > 255)
      throw std::invalid_argument("an image of " + std::to_string(pixels.size()) + " pixels and label " +
                                  std::to_string(label) + " does not fit " + name);

  AtomicFile file(path);
  file.write("// " + comment + "\n// Written by etch: the network, its weights");
  if (!samples.images.empty()) file.write(" and some images to try it on");
  file.write(".\n#pragma once\n#include <etch/etch.hpp>\n\n" + network_text<Net>(name));
  file.write("static_assert(" + name + "::parameter_count == " + std::to_string(Net::parameter_count) +
             ");\n\n");
  file.write("inline constexpr etch::Parameters<" + name + "> " + name + "_parameters{{\n" +
             detail::list(weights, detail::literal) + "\n}};\n");
  if (!samples.images.empty()) {
    const std::string bytes = "inline constexpr unsigned char " + name;
    const std::string count = std::to_string(samples.images.size());
    const auto number = [](std::size_t value) { return std::to_string(value); };
    file.write("\n// Grey levels, 0 to " + name + "_white, which the network reads as 0 to 1.\n" + bytes +
               "_white = " + std::to_string(samples.white) + ";\n" + bytes + "_images[" + count + "][" +
               std::to_string(Net::input_shape.size()) + "] = {\n");
    std::vector<std::size_t> labels;
    for (const auto& [pixels, label] : samples.images) {
      file.write("    {\n" + detail::list(pixels, number) + "\n    },\n");
      labels.push_back(label);
    }
    file.write("};\n" + bytes + "_labels[" + count + "] = {\n" + detail::list(labels, number) + "\n};\n");
  }
  file.commit();
}

}  // namespace etch::io
