// SPDX-License-Identifier: MIT
#pragma once
#include <etch/graph/tap.hpp>
#include <etch/io/term.hpp>
#include <etch/network.hpp>

#include <cctype>
#include <cstddef>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// A network's type as C++ that declares it again.
namespace etch::io {
namespace detail {

template <class T>
constexpr const char* signature() {
  return __PRETTY_FUNCTION__;
}

/// The name of `T` as this compiler writes it.
template <class T>
std::string_view compilers_name() {
  std::string_view text = signature<T>();
  text.remove_prefix(text.find("T = ") + 4);
  std::size_t depth = 0;
  for (std::size_t n = 0; n < text.size(); ++n) {
    if (text[n] == '<' || text[n] == '(') ++depth;
    if (depth == 0 && (text[n] == ';' || text[n] == ']')) return text.substr(0, n);
    if (text[n] == '>' || text[n] == ')') --depth;
  }
  return text;
}

/// Takes a value of class type, {...}, from the beginning of `text`, if there is one: its braces may hold
/// anything.
inline void skip_braces(std::string_view& text) {
  std::size_t depth = 0;
  bool quoted = false;
  while (!text.empty() && (depth != 0 || text[0] == '{')) {
    const char next = text[0];
    text.remove_prefix(1);
    if (quoted && next == '\\' && !text.empty())
      text.remove_prefix(1);
    else if (next == '"')
      quoted = !quoted;
    else if (!quoted && next == '{')
      ++depth;
    else if (!quoted && next == '}')
      --depth;
  }
}

inline Term parse(std::string_view& text) {
  Term term;
  const auto skip_blanks = [&] {
    while (!text.empty() && text[0] == ' ') text.remove_prefix(1);
  };
  skip_blanks();
  while (!text.empty() && text[0] != '<' && text[0] != '>' && text[0] != ',' && text[0] != '{') {
    term.name += text[0];
    text.remove_prefix(1);
  }
  while (!term.name.empty() && term.name.back() == ' ') term.name.pop_back();
  // Some compilers give a number its type's suffix.
  if (!term.name.empty() && std::isdigit(static_cast<unsigned char>(term.name[0])) != 0)
    while (std::isalpha(static_cast<unsigned char>(term.name.back())) != 0) term.name.pop_back();
  if (!text.empty() && text[0] == '<') {
    term.is_template = true;
    text.remove_prefix(1);
    skip_blanks();
    while (!text.empty() && text[0] != '>') {
      term.arguments.push_back(parse(text));
      skip_blanks();
      if (!text.empty() && text[0] == ',') text.remove_prefix(1);
      skip_blanks();
    }
    if (!text.empty()) text.remove_prefix(1);
  }
  skip_braces(text);
  return term;
}

/// The names of the taps in `Node`, in the order in which they are written. Compilers print them each in
/// their own way, or cut them.
template <class Node>
struct TapNames {
  static void collect(std::vector<std::string>& names) {
    if constexpr (requires { typename Node::parts; })
      hana::unpack(typename Node::parts{},
                   [&](auto... part) { (TapNames<typename decltype(part)::type>::collect(names), ...); });
  }
};
template <layers::TapName Given, class... Parts>
struct TapNames<Tap<Given, Parts...>> {
  static void collect(std::vector<std::string>& names) {
    std::string name = "\"";
    for (const char c : Given.view()) {
      if (c == '"' || c == '\\') name += '\\';
      name += c;
    }
    names.push_back(name + '"');
    (TapNames<Parts>::collect(names), ...);
  }
};

/// Gives each tap in `term` its name: the first of those that are left.
inline void name_taps(Term& term, std::vector<std::string>& names) {
  if (term.name == "etch::Tap" && !term.arguments.empty() && !names.empty()) {
    term.arguments[0] = {names.front(), {}, false};
    names.erase(names.begin());
  }
  for (Term& argument : term.arguments) name_taps(argument, names);
}

/// `T` as a term, `Node` being the network's body, or `T` itself.
template <class T, class Node>
Term term_of() {
  std::string_view text = compilers_name<T>();
  Term term = parse(text);
  std::vector<std::string> names;
  TapNames<Node>::collect(names);
  name_taps(term, names);
  return term;
}

/// A file can declare a network again whose types are etch's own. Throws std::invalid_argument for another.
inline void require_own_types(const Term& term) {
  const char first = term.name.empty() ? '{' : term.name[0];
  const bool literal = first == '"' || first == '-' || std::isdigit(static_cast<unsigned char>(first)) != 0 ||
                       term.name == "true" || term.name == "false";
  if (!literal && !term.name.starts_with("etch::"))
    throw std::invalid_argument("the network has a part, '" + term.name +
                                "', that only your program declares; a header cannot repeat it");
  for (const Term& argument : term.arguments) require_own_types(argument);
}

/// Leaves out arguments that are what the template has by default.
inline void drop_defaults(Term& term) {
  for (Term& argument : term.arguments) drop_defaults(argument);
  auto& arguments = term.arguments;
  const Term identity{"etch::Sequential", {}, true};
  if (term.name == "etch::Residual" && arguments.size() == 2 && arguments[1] == identity)
    arguments.pop_back();
}

template <class... Layers>
Network<Layers...> base(const Network<Layers...>&);

}  // namespace detail

/// `T` as C++ writes it, the same from g++ and clang, wrapped at 110 columns.
template <class T>
std::string type_text() {
  Term term = detail::term_of<T, T>();
  detail::drop_defaults(term);
  return wrapped(term, 0, 0, 0);
}

/// The declaration of `Net` under the name `name`: `struct name : etch::Network<...> {};`. Throws
/// std::invalid_argument if it has types that are not etch's.
template <class Net>
std::string network_text(const std::string& name) {
  Term term = detail::term_of<decltype(detail::base(std::declval<Net>())), typename Net::body>();
  detail::require_own_types(term);
  detail::drop_defaults(term);
  const std::string head = "struct " + name + " : ";
  return head + wrapped(term, head.size(), 4, 0) + " {};\n";
}

}  // namespace etch::io
