// SPDX-License-Identifier: MIT
#include <generator/export/description.hpp>

#include <charconv>
#include <sstream>
#include <stdexcept>

namespace etch::generator {
namespace {

[[noreturn]] void fail() {
  throw Failure("the compiled network describes itself in an unknown way; is its etch another version?");
}

std::vector<std::int64_t> numbers_in(const std::string& text) {
  std::vector<std::int64_t> all;
  const char* at = text.data();
  const char* const end = at + text.size();
  while (at < end) {
    std::int64_t number = 0;
    const auto read = std::from_chars(at, end, number);
    if (read.ec != std::errc() || (read.ptr != end && *read.ptr != ',')) fail();
    all.push_back(number);
    at = read.ptr == end ? end : read.ptr + 1;
  }
  return all;
}
Extents extents_in(const std::string& text) {
  const auto numbers = numbers_in(text);
  return {numbers.begin(), numbers.end()};
}

std::string text_in(const std::string& hexadecimal) {
  std::string text;
  for (std::size_t n = 0; n + 1 < hexadecimal.size(); n += 2)
    text += static_cast<char>(std::stoi(hexadecimal.substr(n, 2), nullptr, 16));
  return text;
}

Description::Step step_in(std::istringstream& words, std::size_t values) {
  Description::Step step;
  std::string name;
  std::int64_t inputs[2]{};
  words >> step.layer >> name >> inputs[0] >> inputs[1] >> step.output >> step.operation;
  step.name = text_in(name);
  for (const std::int64_t input : inputs)
    if (input >= 0) step.inputs.push_back(static_cast<std::size_t>(input));
  for (std::string word; words >> word;) {
    const std::size_t equals = word.find('=');
    if (equals == std::string::npos) fail();
    step.numbers[word.substr(0, equals)] = numbers_in(word.substr(equals + 1));
  }
  for (const std::size_t input : step.inputs)
    if (input >= values) fail();
  if (step.inputs.empty() || step.output >= values) fail();
  return step;
}

}  // namespace

Description parse_description(const std::string& text) {
  Description description;
  std::istringstream lines(text);
  bool complete = false;
  for (std::string line; std::getline(lines, line);) {
    std::istringstream words(line);
    std::string kind, name;
    words >> kind;
    if (kind == "parameters") {
      words >> description.parameter_count >> description.statistic_count;
    } else if (kind == "tensor") {
      std::string shape, strides;
      std::size_t offset = 0;
      words >> name >> shape >> offset >> strides;
      description.tensors.push_back({name, extents_in(shape), offset, extents_in(strides)});
    } else if (kind == "value") {
      std::string extents;
      words >> name >> extents;
      description.values.push_back(extents_in(extents));
    } else if (kind == "step") {
      description.steps.push_back(step_in(words, description.values.size()));
    } else if (kind == "constants") {
      words >> name;
      if (description.steps.empty()) fail();
      for (std::string number; words >> number;)
        description.steps.back().constants.push_back(std::stof(number));
    } else if (kind == "tap") {
      Description::Tap tap;
      words >> tap.value >> name;
      tap.name = text_in(name);
      description.taps.push_back(tap);
    } else if (kind == "output") {
      words >> description.output;
      complete = true;
    } else {
      fail();
    }
  }
  if (!complete || description.output >= description.values.size()) fail();
  return description;
}

}  // namespace etch::generator
