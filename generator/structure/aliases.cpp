// SPDX-License-Identifier: MIT
#include <generator/structure/alias_names.hpp>
#include <generator/structure/aliases.hpp>

#include <algorithm>
#include <map>
#include <set>
#include <stdexcept>

namespace etch::generator {
namespace {

/// Parts that a block has at most: fewer in long lists, whose runs would be too many.
std::size_t longest_run(std::size_t parts) { return parts > 1000 ? 40'000 / parts + 1 : 40; }

bool is_number(const Type& type) { return !type.name.empty() && type.name[0] >= '0' && type.name[0] <= '9'; }
/// A number, or a parameter of the alias that it stands in.
bool is_value(const Type& type) {
  const bool named = type.name.find(':') != std::string::npos || type.name == "true" || type.name == "false";
  return !type.is_template && !named && !type.name.empty() && type.name[0] != '"';
}
bool is_sequence(const Type& type) { return type.name == "etch::Sequential"; }
bool is_combinator(const Type& type) {
  for (const char* name : {"Sequential", "Residual", "Add", "Multiply", "Concat"})
    if (type.is_template && type.name == std::string("etch::") + name) return true;
  return false;
}

/// The text with # for each number: what parts that differ only in numbers share.
std::string skeleton(const Type& type) {
  if (is_value(type)) return "#";
  std::string text = type.name;
  if (!type.is_template) return text;
  text += '<';
  for (const Type& argument : type.arguments) text += skeleton(argument) + ',';
  return text + '>';
}

void collect_values(const Type& type, std::vector<Type>& all) {
  if (is_value(type)) all.push_back(type);
  for (const Type& argument : type.arguments) collect_values(argument, all);
}

/// Some neighbours in a list of types, or one combinator.
struct Place {
  std::vector<Type>* list = nullptr;
  std::size_t begin = 0;
  std::size_t length = 0;

  std::vector<Type> parts() const {
    const auto at = list->begin() + static_cast<std::ptrdiff_t>(begin);
    return {at, at + static_cast<std::ptrdiff_t>(length)};
  }
  std::vector<Type> values() const {
    std::vector<Type> all;
    for (const Type& part : parts()) collect_values(part, all);
    return all;
  }
};

using Places = std::map<std::string, std::vector<Place>>;

void collect_places(std::vector<Type>& list, bool sequence, std::size_t first, Places& places) {
  const std::size_t longest = longest_run(list.size());
  std::vector<std::string> texts;
  for (const Type& type : list) texts.push_back(skeleton(type));
  for (std::size_t begin = first; begin < list.size(); ++begin) {
    std::string text;
    for (std::size_t length = 1; begin + length <= list.size() && length <= longest; ++length) {
      if (length > 1 && !sequence) break;
      text += texts[begin + length - 1] + ';';
      if (length == 1 && !is_combinator(list[begin])) continue;
      const std::size_t end = begin + length;
      if (sequence && begin > first && belongs_to(list[begin], list[begin - 1])) break;
      // Runs of one part are Repeat.
      const auto from = texts.begin() + static_cast<std::ptrdiff_t>(begin);
      if (length > 1 && std::equal(from + 1, from + static_cast<std::ptrdiff_t>(length), from)) continue;
      if (sequence && end < list.size() && belongs_to(list[end], list[end - 1])) continue;
      std::vector<Place>& all = places[text];
      const bool overlaps =
          !all.empty() && all.back().list == &list && all.back().begin + all.back().length > begin;
      if (!overlaps) all.push_back({&list, begin, length});
    }
  }
  for (Type& type : list) collect_places(type.arguments, is_sequence(type), 0, places);
}

/// Values that vary together are one parameter; numbers that never vary are written out.
struct Parameters {
  std::vector<std::vector<Type>> values;  ///< Of each parameter, in each place.
  std::vector<std::ptrdiff_t> of_value;   ///< The parameter of each value; -1: none.
};
Parameters parameters_of(const std::vector<Place>& places) {
  std::vector<std::vector<Type>> rows;
  for (const Place& place : places) rows.push_back(place.values());
  Parameters parameters;
  for (std::size_t n = 0; n < rows[0].size(); ++n) {
    std::vector<Type> column;
    for (const auto& row : rows) column.push_back(row[n]);
    const bool fixed =
        is_number(column[0]) &&
        std::all_of(column.begin(), column.end(), [&](const Type& value) { return value == column[0]; });
    if (fixed) {
      parameters.of_value.push_back(-1);
      continue;
    }
    const auto known = std::find(parameters.values.begin(), parameters.values.end(), column);
    parameters.of_value.push_back(known - parameters.values.begin());
    if (known == parameters.values.end()) parameters.values.push_back(column);
  }
  return parameters;
}

/// How many characters naming these places saves, about.
std::ptrdiff_t saving(const std::string& text, const std::vector<Place>& places) {
  const auto count = static_cast<std::ptrdiff_t>(places.size());
  const auto parameters = static_cast<std::ptrdiff_t>(parameters_of(places).values.size());
  if (parameters > 6) return 0;
  return (count - 1) * static_cast<std::ptrdiff_t>(text.size()) - count * (20 + 6 * parameters) - 60 -
         15 * parameters;
}

void put_parameters(Type& type, const Parameters& parameters, const std::vector<std::string>& names,
                    std::size_t& next) {
  if (is_value(type)) {
    const std::ptrdiff_t parameter = parameters.of_value[next++];
    if (parameter >= 0) type.name = names[static_cast<std::size_t>(parameter)];
  }
  for (Type& argument : type.arguments) put_parameters(argument, parameters, names, next);
}

/// Names of the parameters; those of which there are several are numbered.
std::vector<std::string> names_of(const Parameters& parameters, const std::vector<std::string>& meanings) {
  std::vector<std::string> names(parameters.values.size());
  for (std::size_t n = 0; n < meanings.size(); ++n)
    if (parameters.of_value[n] >= 0) {
      std::string& name = names[static_cast<std::size_t>(parameters.of_value[n])];
      if (name.empty()) name = meanings[n];
    }
  std::map<std::string, std::size_t> total, seen;
  for (const std::string& name : names) ++total[name];
  for (std::string& name : names)
    if (total[name] > 1) name += std::to_string(++seen[name]);
  return names;
}

Alias make_alias(const std::vector<Place>& places, const std::vector<Alias>& aliases,
                 std::set<std::string>& taken, const std::string& scope) {
  std::map<std::string, std::vector<std::string>> known;
  for (const Alias& alias : aliases) known[scope + "::" + alias.name] = alias.parameters;
  const std::vector<Type> parts = places[0].parts();
  const Parameters parameters = parameters_of(places);
  Alias alias;
  const std::string wanted = block_name(parts);
  alias.name = wanted;
  for (int n = 2; !taken.insert(alias.name).second; ++n) alias.name = wanted + std::to_string(n);
  alias.parameters = names_of(parameters, value_names(parts, known));
  alias.type = parts.size() == 1 ? parts[0] : generic("Sequential", parts);
  std::size_t next = 0;
  put_parameters(alias.type, parameters, alias.parameters, next);

  // From the last, so that earlier places in the same list stay where they are.
  for (std::size_t n = places.size(); n-- > 0;) {
    const Place& place = places[n];
    Type use{scope + "::" + alias.name, {}, !parameters.values.empty()};
    for (const auto& values : parameters.values) use.arguments.push_back(values[n]);
    const auto at = place.list->begin() + static_cast<std::ptrdiff_t>(place.begin);
    *at = std::move(use);
    place.list->erase(at + 1, at + static_cast<std::ptrdiff_t>(place.length));
  }
  return alias;
}

/// Sequences of one part are that part; runs of one part are Repeat.
void tidy(Type& type, const std::string& scope);
void tidy(std::vector<Type>& list, const std::string& scope) {
  for (Type& type : list) tidy(type, scope);
}
void repeat(std::vector<Type>& list, const std::string& scope) {
  for (std::size_t n = 0; n < list.size(); ++n) {
    if (!is_combinator(list[n]) && !list[n].name.starts_with(scope + "::")) continue;
    std::size_t end = n + 1;
    while (end < list.size() && list[end] == list[n]) ++end;
    if (end - n < 2) continue;
    list[n] = generic("Repeat", {number(end - n), list[n]});
    list.erase(list.begin() + static_cast<std::ptrdiff_t>(n) + 1,
               list.begin() + static_cast<std::ptrdiff_t>(end));
  }
}
void tidy(Type& type, const std::string& scope) {
  tidy(type.arguments, scope);
  if (!is_sequence(type)) return;
  repeat(type.arguments, scope);
  if (type.arguments.size() == 1) {
    const Type only = type.arguments[0];
    type = only;
  }
}

void collect_names(const Type& type, std::set<std::string>& names) {
  names.insert(type.name);
  for (const Type& argument : type.arguments) collect_names(argument, names);
}

/// Each behind those that it uses.
std::vector<Alias> in_order(std::vector<Alias> aliases, const std::string& scope) {
  std::vector<Alias> sorted;
  while (!aliases.empty()) {
    const auto ready = std::find_if(aliases.begin(), aliases.end(), [&](const Alias& alias) {
      std::set<std::string> used;
      collect_names(alias.type, used);
      return std::none_of(aliases.begin(), aliases.end(),
                          [&](const Alias& other) { return used.contains(scope + "::" + other.name); });
    });
    if (ready == aliases.end()) throw std::logic_error("etch: aliases that use each other");
    sorted.push_back(std::move(*ready));
    aliases.erase(ready);
  }
  return sorted;
}

}  // namespace

std::vector<Alias> name_repeated(std::vector<Type>& layers, const std::string& scope) {
  std::vector<Alias> aliases;
  std::set<std::string> taken;
  constexpr std::size_t most = 24;
  while (aliases.size() < most) {
    Places places;
    collect_places(layers, true, 1, places);
    for (Alias& alias : aliases) {
      if (is_sequence(alias.type))
        collect_places(alias.type.arguments, true, 0, places);
      else
        collect_places(alias.type.arguments, false, 0, places);
    }
    const std::vector<Place>* best = nullptr;
    std::ptrdiff_t most_saved = 0;
    for (const auto& [text, all] : places) {
      if (all.size() < 2) continue;
      // Worth it at best for what it repeats.
      if (static_cast<std::ptrdiff_t>((all.size() - 1) * text.size()) <= most_saved) continue;
      if (const std::ptrdiff_t saved = saving(text, all); saved > most_saved) {
        most_saved = saved;
        best = &all;
      }
    }
    if (best == nullptr) break;
    aliases.push_back(make_alias(*best, aliases, taken, scope));
    tidy(layers, scope);
    repeat(layers, scope);
    for (Alias& alias : aliases) tidy(alias.type, scope);
  }
  return in_order(aliases, scope);
}

}  // namespace etch::generator
