// SPDX-License-Identifier: MIT
#pragma once
#include <etch/io/named_tensors.hpp>

#include <generator/lower/layers.hpp>
#include <generator/verify/compile.hpp>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace etch::generator {

/// A network that some header declares, as its compiled program tells it: see etch/io/description.hpp.
struct Description {
  struct Step {
    std::string layer;      ///< "layer3"
    std::string name;       ///< "Conv2d<16>"
    std::string operation;  ///< "convolution"
    std::vector<std::size_t> inputs;
    std::size_t output = 0;
    std::map<std::string, std::vector<std::int64_t>> numbers;
    std::vector<float> constants;  ///< Weights that are not learned, as a convolution's parameters lie.

    /// Throws std::out_of_range if the program did not say them.
    const std::vector<std::int64_t>& list(const std::string& key) const { return numbers.at(key); }
    std::int64_t number(const std::string& key) const { return numbers.at(key).at(0); }
    /// A numerator and a denominator.
    double fraction(const std::string& key) const {
      return static_cast<double>(numbers.at(key).at(0)) / static_cast<double>(numbers.at(key).at(1));
    }
  };
  struct Tap {
    std::string name;
    std::size_t value = 0;
  };

  std::size_t parameter_count = 0;
  std::size_t statistic_count = 0;
  std::vector<io::TensorPlace> tensors;
  std::vector<Extents> values;  ///< Their shapes; the first is the input.
  std::vector<Step> steps;
  std::vector<Tap> taps;
  std::size_t output = 0;

  std::size_t number_count() const { return parameter_count + statistic_count; }
};

/// Reads what etch::io::describe wrote. Throws `Failure` if it is not that.
Description parse_description(const std::string& text);

/// What the type `network`, which `header` declares, computes; and its parameters, if `with_parameters`: then
/// the header declares `network`_parameters too. Compiles a program that tells. Throws `Failure`.
struct Asked {
  Description description;
  std::vector<float> parameters;
};
Asked ask(const std::filesystem::path& header, const std::string& network, bool with_parameters,
          const Compiler& compiler);

}  // namespace etch::generator
