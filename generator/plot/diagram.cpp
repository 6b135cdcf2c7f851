// SPDX-License-Identifier: MIT
#include <generator/emit/table.hpp>
#include <generator/emit/types.hpp>
#include <generator/plot/diagram.hpp>
#include <generator/plot/layer_text.hpp>
#include <generator/structure/alias_names.hpp>
#include <generator/structure/aliases.hpp>

#include <stdexcept>

namespace etch::generator {
namespace {

using Family = Diagram::Family;

const std::string scope = "parts";

/// Walks the types as the header would declare them, blocks with names included, and takes a row of the table
/// for each layer.
class Drawing {
 public:
  explicit Drawing(const Network& network) : rows_(rows_of(network)) {
    std::vector<Type> layers = types_of(network);
    aliases_ = name_repeated(layers, scope);
    add({Family::port, "Input", "", {}, network.input_shape(), 0, 0, "", 0});
    layers.erase(layers.begin());
    const std::size_t last = sequence(layers, 0, 0);
    add({Family::port, "Output", "", {}, network.output_shape(), 0, 0, "", 0});
    connect(last, made_.boxes.size() - 1, false);
    if (next_ != rows_.size()) throw std::logic_error("etch: the drawing has not the layers of the table");
  }

  Diagram made() && { return std::move(made_); }

 private:
  std::vector<Row> rows_;
  std::size_t next_ = 0;
  std::vector<Alias> aliases_;
  Diagram made_;

  std::size_t add(Diagram::Box box) {
    made_.boxes.push_back(std::move(box));
    return made_.boxes.size() - 1;
  }
  void connect(std::size_t from, std::size_t to, bool skips) { made_.arrows.push_back({from, to, skips}); }

  Row take() {
    if (next_ == rows_.size()) throw std::logic_error("etch: the drawing has more layers than the table");
    return rows_[next_++];
  }

  const Alias* alias(const Type& type) const {
    for (const Alias& each : aliases_)
      if (type.name == scope + "::" + each.name) return &each;
    return nullptr;
  }
  static bool is(const Type& type, const char* name) { return type.name == std::string("etch::") + name; }
  static bool is_join(const Type& type) {
    return is(type, "Residual") || is(type, "Add") || is(type, "Multiply") || is(type, "Concat");
  }
  bool is_layer(const Type& type) const {
    return alias(type) == nullptr && !is_join(type) && !is(type, "Sequential") && !is(type, "Repeat") &&
           !is(type, "Identity");
  }

  /// All of these draw what makes of box `from`, inside a frame, and return the last box.
  std::size_t sequence(const std::vector<Type>& parts, std::size_t from, std::size_t frame) {
    const Type* before = nullptr;
    for (const Type& part : parts) {
      const bool shares = before != nullptr && is_layer(part) && (is_layer(*before) || is_join(*before)) &&
                          belongs_to(part, *before);
      from = shares ? trail(part, from) : draw(part, from, frame);
      // What trails a layer is trailed in turn as the layer is.
      if (!shares) before = &part;
    }
    return from;
  }

  std::size_t trail(const Type& part, std::size_t box) {
    const Row row = take();
    Diagram::Box& onto = made_.boxes[box];
    onto.trailing.push_back(title_of(part));
    onto.parameters += row.parameters;
    onto.multiply_adds += row.multiply_adds;
    return box;
  }

  std::size_t draw(const Type& type, std::size_t from, std::size_t frame) {
    if (const Alias* block = alias(type)) {
      made_.frames.push_back({block_title(type), frame});
      const std::size_t inside = made_.frames.size() - 1;
      return draw(expanded(block->type, *block, type.arguments), from, inside);
    }
    if (is(type, "Identity")) return from;
    if (is(type, "Sequential")) return sequence(type.arguments, from, frame);
    if (is(type, "Repeat")) {
      for (std::size_t n = std::stoul(type.arguments.at(0).name); n != 0; --n)
        from = sequence({type.arguments.begin() + 1, type.arguments.end()}, from, frame);
      return from;
    }
    if (is_join(type)) return join(type, from, frame);
    const Row row = take();
    const std::size_t box = add({family_of(type),
                                 title_of(type),
                                 details_of(type),
                                 {},
                                 row.shape,
                                 row.parameters,
                                 row.multiply_adds,
                                 row.origin,
                                 frame});
    connect(from, box, false);
    return box;
  }

  std::size_t join(const Type& type, std::size_t from, std::size_t frame) {
    std::vector<std::size_t> ends;
    for (const Type& branch : type.arguments) ends.push_back(draw(branch, from, frame));
    if (is(type, "Residual") && ends.size() == 1) ends.push_back(from);
    const Row row = take();
    const std::string title = is(type, "Concat") ? "Concat" : is(type, "Multiply") ? "Multiply" : "Add";
    const std::size_t box =
        add({Family::join, title, "", {}, row.shape, row.parameters, row.multiply_adds, row.origin, frame});
    for (const std::size_t end : ends) connect(end, box, end == from);
    return box;
  }

  /// The block's type with these arguments in place of its parameters.
  static Type expanded(Type type, const Alias& block, const std::vector<Type>& arguments) {
    for (std::size_t n = 0; n < block.parameters.size() && n < arguments.size(); ++n)
      if (!type.is_template && type.name == block.parameters[n]) return arguments[n];
    for (Type& argument : type.arguments) argument = expanded(std::move(argument), block, arguments);
    return type;
  }

  static std::string block_title(const Type& type) {
    Type own = type;
    own.name = own.name.substr(scope.size() + 2);
    return io::on_one_line(own);
  }
};

}  // namespace

Diagram diagram_of(const Network& network) { return Drawing(network).made(); }

}  // namespace etch::generator
