// SPDX-License-Identifier: MIT
#include <generator/standalone/amalgam.hpp>
#include <generator/standalone/headers.hpp>

#include <stdexcept>
#include <string_view>

namespace etch::generator {
namespace {

/// The folder of the operation that a header belongs to: "etch/ops/pooling/"; empty if it belongs to none.
std::string_view operation_of(std::string_view path) {
  constexpr std::string_view ops = "etch/ops/";
  const std::size_t end = path.rfind('/') + 1;
  return path.starts_with(ops) && end > ops.size() ? path.substr(0, end) : std::string_view();
}

/// What stands between < and > of an #include; empty if the line is none.
std::string_view included_by(std::string_view line) {
  constexpr std::string_view include = "#include <";
  if (!line.starts_with(include)) return {};
  line.remove_prefix(include.size());
  return line.substr(0, line.find('>'));
}

/// Follows which lines a compiler that does not find Highway would read.
class Conditions {
 public:
  /// Whether the line is one of those that ask for Highway, or between such as leave it out.
  bool leaves_out(std::string_view line) {
    const auto has = [&](std::string_view word) { return line.find(word) != std::string_view::npos; };
    if (line.starts_with("#if")) {
      const bool of_highway = has("<hwy/") || has(" HWY_");
      nested_.push_back(!of_highway                   ? State::kept
                        : line.starts_with("#ifndef") ? State::read
                                                      : State::skipped);
      return of_highway || is_skipped();
    }
    if (nested_.empty()) return false;
    State& state = nested_.back();
    if (line.starts_with("#else") && state != State::kept) {
      state = state == State::read ? State::skipped : State::read;
      return true;
    }
    if (line.starts_with("#endif")) {
      const bool left_out = state != State::kept || is_skipped();
      nested_.pop_back();
      return left_out;
    }
    return is_skipped();
  }

 private:
  enum class State { kept, read, skipped };
  std::vector<State> nested_;

  bool is_skipped() const {
    for (const State state : nested_)
      if (state == State::skipped) return true;
    return false;
  }
};

class Inliner {
 public:
  /// `operations`: whose arithmetic is wanted.
  explicit Inliner(std::set<std::string, std::less<>> operations) : operations_(std::move(operations)) {}

  Amalgam made;
  /// Operations of which a geometry was met.
  std::set<std::string, std::less<>> met;

  void add(std::string_view path) {
    if (!done_.insert(std::string(path)).second) return;
    const auto found = headers().find(path);
    if (found == headers().end()) throw std::logic_error("etch has no header " + std::string(path));
    std::string own;
    Conditions conditions;
    for (std::string_view rest = found->second; !rest.empty();) {
      const std::string_view line = rest.substr(0, rest.find('\n'));
      rest.remove_prefix(std::min(rest.size(), line.size() + 1));
      if (conditions.leaves_out(line) || line.starts_with("// SPDX-") || line == "#pragma once" ||
          line.starts_with("namespace hana = "))
        continue;
      if (const std::string_view header = included_by(line); !header.empty())
        include(path, header);
      else if (!line.empty() || !(own.empty() || own.ends_with("\n\n")))
        own += std::string(line) + '\n';
    }
    // Headers that only include others leave nothing.
    if (!own.empty()) made.text += "// <" + std::string(path) + ">\n" + own + '\n';
  }

 private:
  std::set<std::string, std::less<>> operations_, done_;

  void include(std::string_view from, std::string_view header) {
    if (header.starts_with("boost/hana/")) return add("etch/standalone/hana.hpp");
    if (!header.starts_with("etch/")) {
      made.system.insert(std::string(header));
      return;
    }
    const std::string_view operation = operation_of(header);
    if (!operation.empty() && operation != operation_of(from)) {
      if (header.ends_with("/geometry.hpp"))
        met.insert(std::string(operation));
      else if (!operations_.contains(operation))
        return;
    }
    add(header);
  }
};

bool declares(std::string_view text, const std::string& name) {
  for (const char* kind : {"struct ", "using "}) {
    const std::string words = kind + name;
    for (std::size_t at = 0; (at = text.find(words, at)) != std::string_view::npos; at += words.size())
      if (std::string_view(" <\n").find(text[at + words.size()]) != std::string_view::npos) return true;
  }
  return false;
}

std::string header_of(const std::string& name) {
  for (const auto& [path, text] : headers())
    if (declares(text, name)) return path;
  throw std::logic_error("no header of etch declares " + name);
}

}  // namespace

Amalgam amalgam_of(const std::set<std::string>& names) {
  std::set<std::string> roots{"etch/forward.hpp"};
  for (const std::string& name : names) roots.insert(header_of(name));
  // What an operation's arithmetic includes may be of other operations.
  for (std::set<std::string, std::less<>> operations;;) {
    Inliner inliner(operations);
    for (const std::string& root : roots) inliner.add(root);
    if (inliner.met == operations) return std::move(inliner.made);
    operations = std::move(inliner.met);
  }
}

}  // namespace etch::generator
