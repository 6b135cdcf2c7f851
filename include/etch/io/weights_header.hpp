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

/// An image that goes into the header with what it shows.
struct Sample {
  std::vector<std::uint8_t> pixels;
  std::size_t label = 0;
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

/// Writes a header that declares `Net` again, under the name `name`, with its trained weights and some
/// images: everything that classifying needs but etch/etch.hpp. It declares, for name "Digits":
///
///     struct Digits : etch::Network<...> {};
///     constexpr etch::Parameters<Digits> Digits_parameters;
///     constexpr unsigned char Digits_images[count][pixels];  constexpr unsigned char Digits_labels[count];
///     if there are any
///
/// The header appears whole or not at all, and is the same bytes for the same weights. Throws `WriteError`;
/// std::invalid_argument if `name` is no C++ name, a weight is not finite, or a sample has not as many pixels
/// as the network reads numbers.
template <class Net>
void write_weights_header(const std::filesystem::path& path, const std::string& name,
                          const std::string& comment, const Parameters<Net>& parameters,
                          std::span<const Sample> samples = {}) {
  if (!detail::is_identifier(name)) throw std::invalid_argument("'" + name + "' is no name for a C++ type");
  const std::span<const float> weights = parameters.span();
  for (std::size_t n = 0; n < weights.size(); ++n)
    if (!std::isfinite(weights[n]))
      throw std::invalid_argument("weight " + std::to_string(n) + " of " + name +
                                  " is not a finite number; train with a smaller learning rate");
  for (const Sample& sample : samples)
    if (sample.pixels.size() != Net::input_shape.size() || sample.label > 255)
      throw std::invalid_argument("a sample of " + std::to_string(sample.pixels.size()) +
                                  " pixels and label " + std::to_string(sample.label) + " does not fit " +
                                  name);

  AtomicFile file(path);
  file.write("// " + comment + "\n// Written by etch: the network, its weights" +
             (samples.empty() ? "" : " and some images to try it on") +
             ".\n#pragma once\n#include <etch/etch.hpp>\n\n");
  file.write(network_text<Net>(name));
  file.write("static_assert(" + name + "::parameter_count == " + std::to_string(weights.size()) + ");\n\n");
  file.write("inline constexpr etch::Parameters<" + name + "> " + name + "_parameters{{\n" +
             detail::list(weights, detail::literal) + "\n}};\n");
  if (!samples.empty()) {
    const std::string count = std::to_string(samples.size());
    const auto number = [](std::size_t value) { return std::to_string(value); };
    file.write("\ninline constexpr unsigned char " + name + "_images[" + count + "][" +
               std::to_string(Net::input_shape.size()) + "] = {\n");
    std::vector<std::size_t> labels;
    for (const Sample& sample : samples) {
      file.write("    {\n" + detail::list(sample.pixels, number) + "\n    },\n");
      labels.push_back(sample.label);
    }
    file.write("};\ninline constexpr unsigned char " + name + "_labels[" + count + "] = {\n" +
               detail::list(labels, number) + "\n};\n");
  }
  file.commit();
}

}  // namespace etch::io
